package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Starts a process in a session of its own, so that neither Ctrl-C nor a closed terminal reaches
 * it.
 */
final class Detached {

    private Detached() {}

    /** Keeps the process id: both wrappers replace themselves with the command. */
    static List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>();
        Optional<Path> setsid = onPath("setsid");
        if (setsid.isPresent()) {
            whole.add(setsid.get().toString());
        } else if (onPath("perl").isPresent()) {
            whole.addAll(List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV", "--"));
        }
        whole.addAll(command);
        return whole;
    }

    static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Pattern.compile(":")
                .splitAsStream(path)
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a preparing step to its end and gives what it printed. */
    static String run(String what, ProcessBuilder builder, Path log)
            throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        long start = Files.exists(log) ? Files.size(log) : 0;
        Process process =
                builder.redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new StackFailure(
                        "%s failed with exit code %d:\n%s\n(whole log: %s)"
                                .formatted(what, code, LogTail.since(log, start).orElse(""), log));
            }
        } finally {
            process.destroyForcibly();
        }
        return LogTail.since(log, start).orElse("");
    }
}
