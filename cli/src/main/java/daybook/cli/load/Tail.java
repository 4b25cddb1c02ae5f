package daybook.cli.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the lines of a file that is still being written. */
public final class Tail {

    private final Path file;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long position;

    public Tail(Path file) {
        this.file = file;
    }

    /** Hands on each whole line that has come since the last call. */
    public void read(Consumer<String> lines) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        var buffer = ByteBuffer.allocate(1 << 16);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(position);
            while (channel.read(buffer.clear()) > 0) {
                position += buffer.position();
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    if (next == '\n') {
                        lines.accept(begun.toString(StandardCharsets.UTF_8));
                        begun.reset();
                    } else {
                        begun.write(next);
                    }
                }
            }
        }
    }
}
