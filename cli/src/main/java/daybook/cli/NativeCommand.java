package daybook.cli;

import daybook.local.Binaries;
import daybook.local.Layout;
import daybook.local.StackFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook native}. */
@Command(
        name = "native",
        description = {
            "Builds the services, the gateway and the auditor as native executables.",
            "",
            "Uses the GraalVM or Mandrel 25 that GRAALVM_HOME or the path names, else a container"
                    + " engine. What is newer than its sources is left alone. One takes about five"
                    + " minutes on two cores and 7 GB of memory. Started with ./daybook up --native.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are built", "1:one could not be built; the log says why"})
final class NativeCommand implements Callable<Integer> {

    private static final String ROW = "%-10s %8s  %s";
    private static final Pattern MODULE = Pattern.compile("Building Daybook :: (\\S.*) \\S+ +\\[");
    private static final Pattern STAGE =
            Pattern.compile("\\[([1-8]/8)] ([A-Z][A-Za-z ]+)\\.\\.\\.");

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "MODULE",
            arity = "0..*",
            description = "Only these (default: all), for example order gateway.")
    private List<String> modules = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = Terminal.of(spec);
        Layout layout = new StackOptions().layout();
        var binaries = new Binaries(layout);
        List<String> wanted = modules.isEmpty() ? Binaries.NAMES : modules;
        wanted.forEach(Binaries::check);
        List<String> stale = wanted.stream().filter(name -> !binaries.current(name)).toList();
        if (!stale.isEmpty()) {
            build(stale, layout, out);
        }
        out.say(ROW.formatted("module", "size", "executable"));
        for (String name : wanted) {
            Path file = binaries.find(name).orElseThrow();
            out.say(
                    ROW.formatted(
                            name,
                            Terminal.megabytes(OptionalLong.of(Files.size(file))),
                            layout.project().relativize(file)));
        }
        return 0;
    }

    private static void build(List<String> names, Layout layout, Terminal out)
            throws IOException, InterruptedException {
        NativeBuilder builder = NativeBuilder.find();
        out.say(
                "Building %s with %s (log: .daybook/logs/native.log)"
                        .formatted(String.join(", ", names), builder.description()));
        Path log = layout.log("native");
        Files.createDirectories(log.getParent());
        var process = new ProcessBuilder(maven(names, builder));
        process.directory(layout.project().toFile()).redirectErrorStream(true);
        process.environment().putAll(builder.environment());
        Process maven = process.start();
        try (BufferedReader lines = maven.inputReader();
                var written = new PrintWriter(Files.newBufferedWriter(log))) {
            follow(lines, written, out);
        } finally {
            maven.destroy();
        }
        if (maven.waitFor() != 0) {
            throw new StackFailure(
                    "the native build failed:\n" + errors(log) + "(whole log: " + log + ")");
        }
    }

    private static List<String> maven(List<String> names, NativeBuilder builder) {
        String maven = System.getProperty("daybook.maven");
        if (maven == null) {
            throw new StackFailure("this is run by the launcher: ./daybook native");
        }
        List<String> command = new ArrayList<>(List.of(maven, "-B", "-ntp", "-Pnative"));
        command.add("-Dmaven.test.skip=true");
        command.add("-Dspotless.check.skip=true");
        command.addAll(builder.arguments());
        command.addAll(
                List.of("-pl", String.join(",", names.stream().map(Binaries::module).toList())));
        command.addAll(List.of("-am", "package"));
        return command;
    }

    /** Module by module, stage by stage. */
    private static void follow(BufferedReader lines, PrintWriter log, Terminal out)
            throws IOException {
        String module = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            log.println(line);
            Matcher next = MODULE.matcher(line);
            if (next.find()) {
                module = next.group(1);
                out.report(module, "compiling");
            }
            Matcher stage = STAGE.matcher(line);
            if (stage.find()) {
                out.report(
                        module,
                        stage.group(1) + " " + stage.group(2).toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    private static String errors(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            List<String> told =
                    lines.filter(line -> line.startsWith("[ERROR]") || line.startsWith("Error:"))
                            .limit(10)
                            .toList();
            return String.join("\n", told) + "\n";
        }
    }
}
