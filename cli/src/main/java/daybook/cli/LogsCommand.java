package daybook.cli;

import daybook.local.StackFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook logs}. */
@Command(
        name = "logs",
        description = {
            "Shows the end of a component's log, or of all of them.",
            "",
            "Besides the components there are build (Maven's log) and cli (failures of this"
                    + " command, with their stack traces).",
            ""
        })
final class LogsCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 200;
    private static final long BYTES_READ = 1024 * 1024;

    @Mixin private final StackOptions options = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "For example order (default: all of them).")
    private @Nullable String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "40",
            description = "How many lines (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = Terminal.of(spec);
        List<Following> logs = new ArrayList<>();
        for (Path file : files(out)) {
            String prefix = name == null ? file.getFileName() + ": " : "";
            var log = new Following(file, prefix.replace(".log: ", ": "));
            List<String> end = log.next();
            end.subList(Math.max(0, end.size() - lines), end.size()).forEach(out::say);
            logs.add(log);
        }
        while (follow) {
            for (Following log : logs) {
                log.next().forEach(out::say);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return 0;
    }

    private List<Path> files(Terminal out) {
        List<String> names = new ArrayList<>(options.stack(out).names());
        names.add("build");
        names.add("cli");
        String only = name;
        if (only != null && !names.contains(only)) {
            throw new StackFailure(
                    "nothing is called '%s' here; there is %s"
                            .formatted(only, String.join(", ", names)));
        }
        List<Path> files =
                (only == null ? names : List.of(only))
                        .stream().map(options.layout()::log).filter(Files::exists).toList();
        if (files.isEmpty()) {
            throw new StackFailure("nothing has been logged yet in " + options.layout().state());
        }
        return files;
    }

    /** Reads on where it stopped, whole lines only, starting near the end. */
    private static final class Following {

        private final Path file;
        private final String prefix;
        private long position;

        Following(Path file, String prefix) throws IOException {
            this.file = file;
            this.prefix = prefix;
            this.position = Math.max(0, Files.size(file) - BYTES_READ);
        }

        List<String> next() throws IOException {
            long size = Files.size(file);
            if (size < position) {
                // A new file in the place of the old one.
                position = 0;
            }
            byte[] bytes = new byte[(int) Math.min(size - position, BYTES_READ)];
            try (var reader = new RandomAccessFile(file.toFile(), "r")) {
                reader.seek(position);
                reader.readFully(bytes);
            }
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> prefix + line)
                    .toList();
        }
    }
}
