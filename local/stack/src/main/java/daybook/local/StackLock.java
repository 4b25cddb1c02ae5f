package daybook.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one command at a time change which processes run. The system frees it if that one dies. */
final class StackLock implements AutoCloseable {

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws StackFailure if another command holds it
     */
    static StackLock take(Layout layout) {
        Path file = layout.pidFile("lock").resolveSibling("lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new StackFailure(
                        "another daybook command starts or stops processes in " + layout.state());
            }
            return new StackLock(channel);
        } catch (IOException e) {
            throw new StackFailure("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StackFailure("cannot unlock the stack: " + e.getMessage(), e);
        }
    }
}
