package daybook.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the operating system knows about processes. */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /**
     * Tells this process from any other that has or will have its number; empty if it has ended.
     * Linux counts from the boot, which survives a corrected clock; elsewhere it is the time.
     */
    static Optional<String> identity(long pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(Instant::toString);
        }
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            // pid (name) state ...: the name may hold spaces; field 20 counts the threads, 22 is
            // the start in ticks. A killed process holds its ports until its last thread is gone.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean ended = "ZX".contains(fields[0]) && Integer.parseInt(fields[17]) <= 1;
            String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
            return ended ? Optional.empty() : Optional.of(fields[19] + "@" + boot);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resident memory of a process and its children in bytes; shared pages count once. */
    static OptionalLong memoryBytes(long pid) {
        Stream<Long> children =
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid);
        List<OptionalLong> sizes =
                Stream.concat(Stream.of(pid), children).map(ProcessTable::ownBytes).toList();
        return sizes.stream().allMatch(OptionalLong::isEmpty)
                ? OptionalLong.empty()
                : OptionalLong.of(sizes.stream().mapToLong(size -> size.orElse(0)).sum());
    }

    /** Resident memory of a process alone, with pages that it shares. */
    static OptionalLong residentBytes(long pid) {
        OptionalLong size = kilobytes(PROC.resolve(pid + "/status"), "VmRSS:");
        return size.isPresent() ? OptionalLong.of(size.getAsLong() * 1024) : size;
    }

    private static OptionalLong ownBytes(long pid) {
        OptionalLong proportional = kilobytes(PROC.resolve(pid + "/smaps_rollup"), "Pss:");
        return proportional.isPresent()
                ? OptionalLong.of(proportional.getAsLong() * 1024)
                : residentBytes(pid);
    }

    /** The number in a line such as {@code MemAvailable: 23569 kB}. */
    static OptionalLong kilobytes(Path file, String label) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(label))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    /** Who listens on a TCP port, as far as this user may see it (Linux). */
    static Optional<ProcessHandle> listenerOn(int port) {
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> inodesListeningOn(PROC.resolve(table), port).stream())
                .flatMap(inode -> ProcessHandle.allProcesses().filter(p -> holds(p, inode)))
                .findFirst();
    }

    private static List<String> inodesListeningOn(Path table, int port) {
        String listening = String.format(":%04X", port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 9)
                    .filter(fields -> fields[1].endsWith(listening) && fields[3].equals("0A"))
                    .map(fields -> "socket:[" + fields[9] + "]")
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean holds(ProcessHandle process, String socket) {
        try (Stream<Path> open = Files.list(PROC.resolve(process.pid() + "/fd"))) {
            return open.anyMatch(descriptor -> linksTo(descriptor, socket));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean linksTo(Path descriptor, String socket) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(socket);
        } catch (IOException e) {
            return false;
        }
    }
}
