package daybook.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what is worth saying, with a few examples of each. */
final class Notes {

    private static final int MAX_EXAMPLES = 20;

    private static final class Count {
        long count;
        final List<String> streams = new ArrayList<>();
    }

    private final Map<String, Count> counts = new LinkedHashMap<>();

    void add(String what, String streamId) {
        Count count = counts.computeIfAbsent(what, _ -> new Count());
        count.count++;
        if (count.streams.size() < MAX_EXAMPLES) {
            count.streams.add(streamId);
        }
    }

    List<Verdict.Note> all() {
        return counts.entrySet().stream()
                .map(note ->
                        new Verdict.Note(
                                note.getKey(),
                                note.getValue().count,
                                List.copyOf(note.getValue().streams)))
                .toList();
    }
}
