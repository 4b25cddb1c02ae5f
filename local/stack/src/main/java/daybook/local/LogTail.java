package daybook.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The end of a log, as evidence in an error message. */
final class LogTail {

    private static final int BYTES_READ = 64 * 1024;
    private static final int LINES_SHOWN = 8;

    private LogTail() {}

    /** The last lines written after a position; stack frames say little here and are left out. */
    static Optional<String> since(Path log, long position) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(position, file.length() - BYTES_READ);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .filter(Predicate.not(String::isBlank))
                            .filter(line -> !line.startsWith("\tat ") && !line.startsWith("\t..."))
                            .toList();
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            lines.stream()
                                    .skip(Math.max(0, lines.size() - LINES_SHOWN))
                                    .map(line -> "    " + line)
                                    .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
