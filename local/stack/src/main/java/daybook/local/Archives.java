package daybook.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/** Unpacks programs into the cache, once, also when several stacks start at the same time. */
final class Archives {

    private static final int ANY_EXECUTE_BIT = 0111;

    /** A file lock keeps out other JVMs only. */
    private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

    private Archives() {}

    /** Fills a directory that does not exist yet. */
    interface Filling {
        void fill(Path directory) throws IOException, InterruptedException;
    }

    /**
     * Gives the directory, filling it if it is missing. It appears complete or not at all.
     *
     * @throws IOException also if it cannot be filled
     */
    static Path once(Path directory, Filling filling) throws IOException, InterruptedException {
        Files.createDirectories(directory.getParent());
        Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
        synchronized (LOCKS.computeIfAbsent(directory, _ -> new Object())) {
            try (var channel =
                            FileChannel.open(
                                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                if (!Files.isDirectory(directory)) {
                    Path partial = directory.resolveSibling(directory.getFileName() + ".partial");
                    deleteTree(partial);
                    Files.createDirectories(partial);
                    filling.fill(partial);
                    Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return directory;
    }

    /**
     * @param stripped leading path elements of every entry that are left out
     */
    static void unpack(ArchiveInputStream<?> archive, Path directory, int stripped)
            throws IOException {
        for (ArchiveEntry entry = archive.getNextEntry();
                entry != null;
                entry = archive.getNextEntry()) {
            Path name = Path.of(entry.getName()).normalize();
            if (entry.isDirectory() || name.getNameCount() <= stripped) {
                continue;
            }
            Path target =
                    directory.resolve(name.subpath(stripped, name.getNameCount())).normalize();
            if (!target.startsWith(directory)) {
                throw new IOException("entry leads out of the archive: " + entry.getName());
            }
            Files.createDirectories(target.getParent());
            unpackEntry(archive, entry, target);
        }
    }

    private static void unpackEntry(InputStream content, ArchiveEntry entry, Path target)
            throws IOException {
        if (entry instanceof TarArchiveEntry link && link.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(link.getLinkName()));
        } else {
            Files.copy(content, target);
            if (entry instanceof TarArchiveEntry file && (file.getMode() & ANY_EXECUTE_BIT) != 0) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
