package daybook.cli.images;

import daybook.local.Progress;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has Maven list what a module's runtime consists of, into target/sbom.cdx.json. */
final class Sboms {

    private final Path project;
    private final Path log;
    private final Progress progress;

    Sboms(Path project, Path log, Progress progress) {
        this.project = project;
        this.log = log;
        this.progress = progress;
    }

    /** Makes those that are missing or older than a pom.xml that they are made from. */
    void refresh(List<Module> modules) throws IOException, InterruptedException {
        List<String> stale = new ArrayList<>();
        for (Module module : modules) {
            if (stale(module)) {
                stale.add(module.directory());
            }
        }
        if (stale.isEmpty()) {
            return;
        }
        progress.report("sbom", "listing the components of " + String.join(", ", stale));
        Process maven =
                new ProcessBuilder(
                                maven(),
                                "-B",
                                "-ntp",
                                "-pl",
                                String.join(",", stale),
                                "-am",
                                "cyclonedx:makeBom")
                        .directory(project.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        if (maven.waitFor() != 0) {
            throw new StackFailure("the SBOMs could not be made (log: %s)".formatted(log));
        }
    }

    private boolean stale(Module module) throws IOException {
        Path sbom = module.target(project).resolve(ImageContent.SBOM);
        if (!Files.exists(sbom)) {
            return true;
        }
        for (String source :
                List.of("", "services/eventlog", "services/contracts", module.directory())) {
            Path pom = project.resolve(source).resolve("pom.xml");
            if (Files.getLastModifiedTime(pom).compareTo(Files.getLastModifiedTime(sbom)) > 0) {
                return true;
            }
        }
        return false;
    }

    private static String maven() {
        String maven = System.getProperty("daybook.maven");
        if (maven == null) {
            throw new StackFailure(
                    "images are built by the launcher in the project's root: ./daybook images");
        }
        return maven;
    }
}
