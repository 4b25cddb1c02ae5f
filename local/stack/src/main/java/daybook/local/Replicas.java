package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * How many processes of each service are wanted: one, unless it was scaled. Kept in the state
 * directory, so that a later up starts as many.
 */
final class Replicas {

    /** No more have ports of their own. */
    static final int MOST = 4;

    private final Path file;

    Replicas(Path file) {
        this.file = file;
    }

    /** What a replica is called: the first has the service's own name. */
    static String name(String service, int replica) {
        return replica == 1 ? service : service + "-" + replica;
    }

    /**
     * @throws StackFailure if the file cannot be read or says something impossible
     */
    int of(String service) {
        String text = read().getProperty(service, "1");
        if (!text.matches("[1-" + MOST + "]")) {
            throw new StackFailure(
                    "%s says %s=%s, but it must be 1 to %d: correct or delete the file"
                            .formatted(file, service, text, MOST));
        }
        return Integer.parseInt(text);
    }

    void set(String service, int count) {
        Properties counts = read();
        counts.setProperty(service, Integer.toString(count));
        try {
            Files.createDirectories(file.getParent());
            try (var writer = Files.newBufferedWriter(file)) {
                counts.store(writer, "Written by daybook scale");
            }
        } catch (IOException e) {
            throw new StackFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private Properties read() {
        var counts = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                counts.load(reader);
            } catch (IOException e) {
                throw new StackFailure("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return counts;
    }
}
