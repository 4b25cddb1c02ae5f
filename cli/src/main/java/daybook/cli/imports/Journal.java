package daybook.cli.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which invoices were placed as which orders, so that a resumed import need not place them again to
 * learn it. Nothing depends on it: an order that it knows and the gateway does not is placed, and
 * one that was placed before keeps its id.
 */
final class Journal {

    private static final String SEPARATOR = "\t";

    private final Path file;
    private final Map<String, String> orderIds = new ConcurrentHashMap<>();

    private Journal(Path file) {
        this.file = file;
    }

    static Journal open(Path file) {
        var journal = new Journal(file);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split(SEPARATOR, 2);
                    if (parts.length == 2) { // a line cut short by a crash is as good as none
                        journal.orderIds.put(parts[0], parts[1]);
                    }
                }
            }
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a journal in " + file, e);
        }
    }

    Optional<String> orderId(String invoice) {
        return Optional.ofNullable(orderIds.get(invoice));
    }

    int size() {
        return orderIds.size();
    }

    synchronized void placed(String invoice, String orderId) {
        if (orderId.equals(orderIds.put(invoice, orderId))) {
            return;
        }
        try {
            Files.writeString(
                    file,
                    invoice + SEPARATOR + orderId + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal " + file, e);
        }
    }
}
