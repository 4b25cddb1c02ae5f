package daybook.audit;

import daybook.audit.Trace.Traced;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events under the event that caused them. */
final class TraceTree {

    private static final int MAX_ALIKE = 2;

    private final Map<String, List<Traced>> effects = new HashMap<>();
    private final List<Traced> roots = new ArrayList<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final boolean all;
    private final Instant begin;

    TraceTree(List<Traced> events, boolean all) {
        this.all = all;
        List<Traced> sorted =
                events.stream()
                        .sorted(
                                Comparator.comparing((Traced traced) -> traced.event().time())
                                        .thenComparing(Traced::service)
                                        .thenComparing(traced -> traced.event().streamId())
                                        .thenComparing(traced -> traced.event().version()))
                        .toList();
        begin = sorted.isEmpty() ? Instant.EPOCH : sorted.getFirst().event().time();
        Map<String, Traced> byId = new HashMap<>();
        sorted.forEach(traced -> byId.put(traced.id(), traced));
        for (Traced traced : sorted) {
            Optional<String> cause = traced.event().causationId().filter(byId::containsKey);
            cause.map(id -> effects.computeIfAbsent(id, _ -> new ArrayList<>()))
                    .orElse(roots)
                    .add(traced);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        print(roots, 0, lines);
        return lines;
    }

    private void print(List<Traced> siblings, int depth, List<String> lines) {
        Map<String, List<Traced>> alike = new LinkedHashMap<>();
        for (Traced traced : siblings) {
            alike.computeIfAbsent(kind(traced), _ -> new ArrayList<>()).add(traced);
        }
        alike.forEach((kind, group) -> printAlike(kind, group, depth, lines));
    }

    /** Of events alike, the first ones and those that led to more than the smallest. */
    private void printAlike(String kind, List<Traced> group, int depth, List<String> lines) {
        int smallest = group.stream().mapToInt(this::size).min().orElse(0);
        int hidden = 0;
        for (int i = 0; i < group.size(); i++) {
            Traced traced = group.get(i);
            if (all || i < MAX_ALIKE || size(traced) > smallest) {
                lines.add(line(traced, depth));
                print(effects.getOrDefault(traced.id(), List.of()), depth + 1, lines);
            } else {
                hidden++;
            }
        }
        if (hidden > 0) {
            lines.add("%10s  %s… %d more %s".formatted("", "  ".repeat(depth), hidden, kind));
        }
    }

    private static String kind(Traced traced) {
        return traced.service() + " " + traced.event().type();
    }

    /** How many events a traced event led to, itself included. */
    private int size(Traced traced) {
        Integer known = sizes.get(traced.id());
        if (known != null) {
            return known;
        }
        int size = 1;
        for (Traced effect : effects.getOrDefault(traced.id(), List.of())) {
            size += size(effect);
        }
        sizes.put(traced.id(), size);
        return size;
    }

    private String line(Traced traced, int depth) {
        var event = traced.event();
        long millis = Duration.between(begin, event.time()).toMillis();
        String since =
                millis == 0 ? event.time().toString().substring(11, 19) : "+" + millis + " ms";
        return "%10s  %-52s %s v%d at %s by %s"
                .formatted(
                        since,
                        "  ".repeat(depth) + kind(traced),
                        event.streamId(),
                        event.version(),
                        event.position(),
                        event.commandId());
    }
}
