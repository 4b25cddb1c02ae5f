package daybook.cli;

import daybook.cli.images.Form;
import daybook.cli.images.ImageBuild;
import daybook.cli.images.Module;
import daybook.local.Layout;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ./daybook images}. */
@Command(
        name = "images",
        description = {
            "Builds container images of the services, the gateway, the auditor and the simulators.",
            "",
            "Each has a CycloneDX list of its components in /app/sbom.cdx.json, which is compared"
                    + " with the jars that are really in it.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are built", "1:one could not be built; the log says why"})
final class ImagesCommand implements Callable<Integer> {

    private static final String ROW = "%-32s %10s %11s";

    @Spec private @Nullable CommandSpec spec;

    @ArgGroup private final Choice choice = new Choice();

    /** One of the two. */
    private static final class Choice {

        @Option(names = "--jvm", description = "Run on a JRE 25 (default); tagged VERSION-jvm.")
        private boolean jvm;

        @Option(
                names = "--native",
                description = "The executables that ./daybook native made; tagged VERSION.")
        private boolean binaries;
    }

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            description =
                    "The image to stand on (default: DAYBOOK_JVM_BASE or DAYBOOK_NATIVE_BASE, else that"
                            + " of the Dockerfile).")
    private @Nullable String base;

    @Parameters(
            paramLabel = "MODULE",
            arity = "0..*",
            description = "Only these (default: all), of ${COMPLETION-CANDIDATES}.",
            completionCandidates = Labels.class,
            converter = Labels.class)
    private List<Module> modules = List.of();

    /** Modules as people write them. */
    static final class Labels implements Iterable<String>, ITypeConverter<Module> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Module.values()).map(Module::label).iterator();
        }

        @Override
        public Module convert(String label) {
            return Arrays.stream(Module.values())
                    .filter(module -> module.label().equals(label))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(
                                    "there is no image of '%s', but of %s"
                                            .formatted(label, String.join(", ", this))));
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = Terminal.of(spec);
        Layout layout = new StackOptions().layout();
        Form form = choice.binaries ? Form.NATIVE : Form.JVM;
        List<ImageBuild.Built> built =
                new ImageBuild(layout.project(), layout.log("images"), out)
                        .build(form, chosen(form), base(form));
        out.say(ROW.formatted("image", "size", "components"));
        built.forEach(one ->
                out.say(
                        ROW.formatted(
                                one.image(),
                                Terminal.megabytes(OptionalLong.of(one.bytes())),
                                one.components())));
        return 0;
    }

    private List<Module> chosen(Form form) {
        if (!modules.isEmpty()) {
            return modules;
        }
        return Arrays.stream(Module.values())
                .filter(module -> form == Form.JVM || module != Module.SIMULATORS)
                .toList();
    }

    private String base(Form form) {
        return base != null ? base : System.getenv().getOrDefault("DAYBOOK_" + form + "_BASE", "");
    }
}
