package daybook.simulators.journal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An append-only file of JSON lines. A line is handed to the operating system before {@link
 * #append} returns, so a killed process loses nothing that it answered; a line torn by the kill is
 * cut off at the next start. One thread at a time.
 */
public final class Journal implements AutoCloseable {

    /** A line must fit in one read. Requests are far smaller. */
    private static final int MAX_LINE_BYTES = 256 * 1024;

    private static final int USUAL_LINE_BYTES = 2 * 1024;

    /** What {@link #scan} calls for each line. */
    @FunctionalInterface
    public interface Visitor {
        void line(long offset, JsonObject line);
    }

    private final Path path;
    private final FileChannel file;
    private long end;

    private Journal(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens or creates the file and cuts off a torn last line.
     *
     * @throws IOException if the file cannot be used, or another process uses it
     */
    public static Journal open(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        var file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (file.tryLock() == null) {
            file.close();
            throw new IOException(
                    path + " is in use: stop the other simulators or set SIMULATOR_DATA_DIR");
        }
        var journal = new Journal(path, file);
        journal.cutTornLine();
        return journal;
    }

    /** Returns where the line lies; it is there after a kill of this process. */
    public long append(JsonObject line) {
        var bytes = (line.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_LINE_BYTES) {
            throw new IllegalArgumentException("an entry of " + bytes.length + " bytes");
        }
        try {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer, end + buffer.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, forget(e));
        }
        var offset = end;
        end += bytes.length;
        return offset;
    }

    /** Returns the line at an offset that {@link #append} or {@link #scan} gave. */
    public JsonObject read(long offset) {
        var bytes = bytesAt(offset, USUAL_LINE_BYTES);
        var length = lineLength(bytes, 0);
        if (length < 0) {
            bytes = bytesAt(offset, MAX_LINE_BYTES);
            length = lineLength(bytes, 0);
        }
        return parse(bytes, 0, length, offset);
    }

    /**
     * Visits the lines of one stretch of the file.
     *
     * @return where the next stretch begins; {@code from} itself at the end
     */
    public long scan(long from, Visitor visitor) {
        var bytes = bytesAt(from, MAX_LINE_BYTES);
        var start = 0;
        for (var n = lineLength(bytes, 0); n >= 0; n = lineLength(bytes, start)) {
            visitor.line(from + start, parse(bytes, start, n, from + start));
            start += n + 1;
        }
        return from + start;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private byte[] bytesAt(long offset, int limit) {
        var buffer = ByteBuffer.allocate((int) Math.min(limit, end - offset));
        try {
            while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {
                // until the buffer is full
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
        return buffer.array();
    }

    /** Returns -1 if no line ends in the bytes. */
    private static int lineLength(byte[] bytes, int start) {
        for (var i = start; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i - start;
            }
        }
        return -1;
    }

    private JsonObject parse(byte[] bytes, int start, int length, long offset) {
        try {
            return new JsonObject(new String(bytes, start, length, StandardCharsets.UTF_8));
        } catch (DecodeException e) {
            throw new IllegalStateException(
                    path + " is damaged at byte " + offset + ": move it away to start afresh", e);
        }
    }

    private void cutTornLine() throws IOException {
        var size = file.size();
        var one = ByteBuffer.allocate(1);
        for (end = size; end > 0; end--) {
            file.read(one.clear(), end - 1);
            if (one.get(0) == '\n') {
                break;
            }
        }
        if (end < size) {
            file.truncate(end);
        }
    }

    /** A half-written line must not be left before the next one. */
    private IOException forget(IOException cause) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }
}
