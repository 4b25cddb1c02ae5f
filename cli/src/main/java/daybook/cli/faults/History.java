package daybook.cli.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** All that was asked and told, and what went wrong meanwhile: in memory and as JSON lines. */
final class History implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long began = System.nanoTime();
    private final List<Attempt> attempts = new ArrayList<>();
    private final BufferedWriter file;

    History(Path file) throws IOException {
        this.file = Files.newBufferedWriter(file);
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    synchronized void add(Attempt attempt) {
        attempts.add(attempt);
        write(attempt);
    }

    synchronized void note(String what) {
        write(Map.of("millis", millis(), "note", what));
    }

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    private void write(Object line) {
        try {
            file.write(JSON.writeValueAsString(line));
            file.newLine();
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the history cannot be written", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
