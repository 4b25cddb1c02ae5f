package daybook.cli.load;

import daybook.local.StackFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The load generator, a program of its own that has to be installed. */
public final class K6 {

    /** What k6 exits with when a threshold was crossed and all else went well. */
    public static final int THRESHOLDS_CROSSED = 99;

    private final Path program;

    private K6(Path program) {
        this.program = program;
    }

    /**
     * Looks on the path, and where Go installs programs.
     *
     * @throws StackFailure if there is none, saying how to get it
     */
    public static K6 find(Map<String, String> environment) {
        Stream<String> path =
                Stream.of(
                        environment
                                .getOrDefault("PATH", "")
                                .split(Pattern.quote(File.pathSeparator), -1));
        Stream<String> go =
                Stream.concat(
                        Optional.ofNullable(environment.get("GOBIN")).stream(),
                        Stream.of(
                                environment.getOrDefault(
                                                "GOPATH",
                                                environment.getOrDefault("HOME", "") + "/go")
                                        + "/bin"));
        return Stream.concat(path, go)
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, "k6"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(K6::new)
                .orElseThrow(() ->
                        new StackFailure(
                                "needs k6: install it (https://k6.io), so that it is on the PATH"));
    }

    /**
     * Starts a scenario. It calls nobody but the target.
     *
     * @param script one of {@code load-tests}
     * @param settings what the script is told, by environment variables
     */
    public Process start(Path script, Map<String, String> settings, Path said, Path ledger)
            throws IOException {
        var builder =
                new ProcessBuilder(
                                program.toString(),
                                "run",
                                "--quiet",
                                "--no-color",
                                "--log-format=raw",
                                "--console-output=" + ledger,
                                script.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().putAll(settings);
        builder.environment().put("K6_NO_USAGE_REPORT", "true");
        builder.environment().put("K6_AUTO_EXTENSION_RESOLUTION", "false");
        return builder.start();
    }
}
