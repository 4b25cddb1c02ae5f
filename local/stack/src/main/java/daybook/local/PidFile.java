package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of a started process.
 *
 * @param identity what tells it from a later process that was given the same number
 */
record PidFile(long pid, String identity, Instant started) {

    /** Describes a process that was just started; empty if it has ended already. */
    static Optional<PidFile> of(long pid) {
        return ProcessTable.identity(pid)
                .map(identity -> new PidFile(pid, identity, Instant.now()));
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(Long.toString(pid), identity, started.toString()));
    }

    static Optional<PidFile> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(
                    new PidFile(
                            Long.parseLong(lines.get(0)),
                            lines.get(1),
                            Instant.parse(lines.get(2))));
        } catch (IOException | RuntimeException unreadable) {
            // Absent, or cut off in the middle: either way it proves nothing about any process.
            return Optional.empty();
        }
    }

    /** The recorded process, unless it has ended, even if another has its number now. */
    Optional<ProcessHandle> process() {
        return ProcessTable.identity(pid).filter(identity::equals).isPresent()
                ? ProcessHandle.of(pid)
                : Optional.empty();
    }
}
