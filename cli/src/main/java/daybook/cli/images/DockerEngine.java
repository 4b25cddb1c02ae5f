package daybook.cli.images;

import daybook.local.StackFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Docker engine that the docker command of this machine talks to. */
final class DockerEngine {

    private static final int LINES_TOLD = 5;

    private final Path log;

    private DockerEngine(Path log) {
        this.log = log;
    }

    /**
     * @param log gets what docker says
     * @throws StackFailure if no engine answers
     */
    static DockerEngine find(Path log) throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        var engine = new DockerEngine(log);
        try {
            if (engine.run(List.of("version", "--format", "{{.Server.Version}}")) == 0) {
                return engine;
            }
        } catch (IOException e) {
            throw new StackFailure("images need Docker, and there is no docker command here", e);
        }
        throw new StackFailure(
                "no Docker engine answers: start one, set DOCKER_HOST, or on a Debian-like machine"
                        + " run native-build/engine ./daybook images");
    }

    /**
     * @throws StackFailure with the last lines of the build
     */
    void build(Path dockerfile, Path context, Map<String, String> arguments, String image)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("build", "-t", image));
        command.addAll(List.of("-f", dockerfile.toString()));
        arguments.forEach(
                (name, value) -> command.addAll(List.of("--build-arg", name + "=" + value)));
        command.add(context.toString());
        if (run(command) != 0) {
            throw new StackFailure(
                    "%s could not be built:%n%s%n(whole log: %s)"
                            .formatted(image, String.join("\n", lastLines()), log));
        }
    }

    private List<String> lastLines() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> told = lines.filter(line -> !line.isBlank()).toList();
            return told.subList(Math.max(0, told.size() - LINES_TOLD), told.size());
        }
    }

    /** The size of an image with its base, in bytes. */
    long size(String image) throws IOException, InterruptedException {
        return Long.parseLong(output("image", "inspect", "--format", "{{.Size}}", image));
    }

    /** What an image has in /app. */
    ImageContent content(String image) throws IOException, InterruptedException {
        String container = output("create", image);
        try {
            Process copy = start(List.of("cp", container + ":/app", "-"));
            try (InputStream tar = copy.getInputStream()) {
                return ImageContent.read(tar);
            } finally {
                copy.destroy();
            }
        } finally {
            output("rm", container);
        }
    }

    private String output(String... arguments) throws IOException, InterruptedException {
        Process process = start(List.of(arguments));
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new StackFailure("docker %s failed (log: %s)".formatted(arguments[0], log));
        }
        return output;
    }

    private Process start(List<String> arguments) throws IOException {
        return docker(arguments).start();
    }

    private int run(List<String> arguments) throws IOException, InterruptedException {
        return docker(arguments).redirectOutput(appended()).start().waitFor();
    }

    private ProcessBuilder docker(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(appended());
    }

    private ProcessBuilder.Redirect appended() {
        return ProcessBuilder.Redirect.appendTo(log.toFile());
    }
}
