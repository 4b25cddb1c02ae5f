package daybook.simulators.journal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The latest state of every object. Only the index is in memory; the objects and the answers
 * already given are read back from the journal when somebody asks. One thread at a time.
 */
public final class Records implements AutoCloseable {

    /** Keeps totals: an object that changes is counted out as it was and in as it is. */
    @FunctionalInterface
    public interface Counter {
        void count(JsonObject object, int sign);
    }

    private static final String KEY = "key:";

    private final Journal journal;
    private final Counter counter;
    private final OffsetIndex index = new OffsetIndex();

    private Records(Journal journal, Counter counter) {
        this.journal = journal;
        this.counter = counter;
    }

    /**
     * Opens the journal and goes through all of it.
     *
     * @throws IOException if the file cannot be used
     */
    public static Records open(Path path, Counter counter) throws IOException {
        var records = new Records(Journal.open(path), counter);
        records.scanAll((offset, line) -> records.apply(offset, Entry.of(line)));
        return records;
    }

    /** Writes the entry before anything else sees it. */
    public void commit(Entry entry) {
        apply(journal.append(entry.toJson()), entry);
    }

    /** Returns an object by its id or one of its other names. */
    public Optional<JsonObject> find(String name) {
        var offset = index.get(name);
        if (offset == OffsetIndex.ABSENT) {
            return Optional.empty();
        }
        for (var object : Entry.of(journal.read(offset)).objects()) {
            var id = object.getString("id");
            if (id.equals(name)) {
                return Optional.of(object);
            }
            if (object.getJsonArray("names", new JsonArray()).contains(name)) {
                return index.get(id) == offset ? Optional.of(object) : find(id);
            }
        }
        return Optional.empty();
    }

    /** Returns what was answered to the first request with this idempotency key. */
    public Optional<Entry> answered(String key) {
        var offset = index.get(KEY + key);
        return offset == OffsetIndex.ABSENT
                ? Optional.empty()
                : Optional.of(Entry.of(journal.read(offset))).filter(e -> e.key().equals(key));
    }

    /**
     * Visits the objects that are still the latest in one stretch of the journal. One that changes
     * between two stretches is visited again as it is then.
     *
     * @return where the next stretch begins; {@code from} itself at the end
     */
    public long scanLatest(long from, Consumer<JsonObject> visitor) {
        return journal.scan(
                from,
                (offset, line) -> {
                    for (var object : Entry.of(line).objects()) {
                        if (index.get(object.getString("id")) == offset) {
                            visitor.accept(object);
                        }
                    }
                });
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void apply(long offset, Entry entry) {
        for (var object : entry.objects()) {
            find(object.getString("id")).ifPresent(before -> counter.count(before, -1));
            counter.count(object, 1);
            index.put(object.getString("id"), offset);
            for (var name : object.getJsonArray("names", new JsonArray())) {
                // The first object of a name keeps it.
                if (index.get((String) name) == OffsetIndex.ABSENT) {
                    index.put((String) name, offset);
                }
            }
        }
        if (!entry.key().isEmpty()) {
            index.put(KEY + entry.key(), offset);
        }
    }

    private void scanAll(Journal.Visitor visitor) {
        for (long from = 0, next; (next = journal.scan(from, visitor)) > from; from = next) {
            // stretch by stretch
        }
    }
}
