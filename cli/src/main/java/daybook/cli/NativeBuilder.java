package daybook.cli;

import daybook.local.StackFailure;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What compiles native executables here: a GraalVM or Mandrel of this machine, or the same in a
 * container.
 *
 * @param description for the person who waits
 * @param environment added to Maven's
 * @param arguments added to Maven's
 */
record NativeBuilder(String description, Map<String, String> environment, List<String> arguments) {

    private static final String VERSION = "25";
    private static final long ENGINE_SECONDS = 10;

    /**
     * @throws StackFailure if there is none, or one of another version is asked for
     */
    static NativeBuilder find() {
        return find(System.getenv())
                .or(NativeBuilder::container)
                .orElseThrow(() ->
                        new StackFailure(
                                "native builds need a GraalVM or Mandrel "
                                        + VERSION
                                        + ": install one (SDKMAN: sdk install java 25-graalce) and set GRAALVM_HOME to it, or start a Docker engine, which is then used"));
    }

    /** GRAALVM_HOME, which must be right if it is set, or the native-image on the path. */
    static Optional<NativeBuilder> find(Map<String, String> environment) {
        String wanted = environment.getOrDefault("GRAALVM_HOME", "");
        if (!wanted.isBlank()) {
            Path home = Path.of(wanted);
            if (!Files.isExecutable(home.resolve("bin/native-image"))) {
                throw new StackFailure("GRAALVM_HOME has no bin/native-image: " + home);
            }
            String version = version(home);
            if (!version.equals(VERSION)) {
                throw new StackFailure(
                        "native builds need a GraalVM or Mandrel %s, but GRAALVM_HOME is a version %s: %s"
                                .formatted(VERSION, version, home));
            }
            return Optional.of(installed(home));
        }
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "native-image"))
                .filter(Files::isExecutable)
                .flatMap(program -> homeOf(program).stream())
                .filter(home -> version(home).equals(VERSION))
                .map(NativeBuilder::installed)
                .findFirst();
    }

    /**
     * The directory above it that is a JDK; the program itself is often a link into lib/svm/bin.
     */
    private static Optional<Path> homeOf(Path program) {
        try {
            return Stream.iterate(program.toRealPath(), Objects::nonNull, Path::getParent)
                    .filter(directory -> Files.exists(directory.resolve("release")))
                    .findFirst();
        } catch (IOException e) {
            throw new StackFailure("cannot follow " + program + ": " + e.getMessage(), e);
        }
    }

    private static NativeBuilder installed(Path home) {
        return new NativeBuilder(
                "native-image of " + home, Map.of("GRAALVM_HOME", home.toString()), List.of());
    }

    private static Optional<NativeBuilder> container() {
        return Stream.of("docker", "podman")
                .filter(NativeBuilder::answers)
                .map(engine ->
                        new NativeBuilder(
                                "a container of " + engine,
                                Map.of(),
                                List.of(
                                        "-Dquarkus.native.container-build=true",
                                        "-Dquarkus.native.container-runtime=" + engine)))
                .findFirst();
    }

    private static boolean answers(String engine) {
        try {
            Process process =
                    new ProcessBuilder(engine, "info")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean ended = process.waitFor(ENGINE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted", e);
        }
    }

    /** The JDK's major version, as its release file has it. */
    private static String version(Path home) {
        var release = new Properties();
        try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
            release.load(file);
        } catch (IOException e) {
            throw new StackFailure("no JDK, as it has no release file: " + home, e);
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.split("\\.", 2)[0];
    }
}
