package daybook.audit;

import daybook.eventlog.Envelope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what is broken: per rule and stream the first finding, and of each rule no more than
 * {@link #MAX_KEPT_PER_RULE}, so that a log that is broken throughout does not fill the memory.
 */
final class Findings {

    static final int MAX_KEPT_PER_RULE = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private final Map<Rule, Set<String>> streams = new EnumMap<>(Rule.class);
    private final Map<Rule, Long> notKept = new EnumMap<>(Rule.class);

    void add(Rule rule, String log, Envelope<?> at, String detail) {
        add(rule, log, at.streamId(), at.position().toString(), at.type() + ": " + detail);
    }

    void add(Rule rule, String log, String streamId, String position, String detail) {
        Set<String> seen = streams.computeIfAbsent(rule, _ -> new HashSet<>());
        String key = log + "/" + streamId;
        if (seen.contains(key)) {
            return;
        }
        if (seen.size() >= MAX_KEPT_PER_RULE) {
            notKept.merge(rule, 1L, Long::sum);
            return;
        }
        seen.add(key);
        kept.add(new Finding(rule, log, streamId, position, detail));
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }

    /** Further findings that are counted only. */
    long notKept() {
        return notKept.values().stream().mapToLong(Long::longValue).sum();
    }
}
