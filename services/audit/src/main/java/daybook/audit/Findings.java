package daybook.audit;

import daybook.eventlog.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is broken: per rule and stream the first finding, and of each rule no more than
 * {@link #MAX_KEPT_PER_RULE}, so that a log that is broken throughout does not fill the memory.
 */
final class Findings {

    static final int MAX_KEPT_PER_RULE = 1_000;

    private final @Nullable Findings facts;
    private final List<Finding> kept = new ArrayList<>();
    private final Map<Rule, Set<String>> streams = new EnumMap<>(Rule.class);
    private final Map<Rule, Long> notKept = new EnumMap<>(Rule.class);

    /** What a log says by itself, and will always say. */
    Findings() {
        this.facts = null;
    }

    /** What is so at the moment, on top of the facts. */
    Findings(Findings facts) {
        this.facts = facts;
    }

    void add(Rule rule, String log, Envelope<?> at, String detail) {
        add(
                rule,
                log,
                at.streamId(),
                at.position().toString(),
                at.time(),
                at.type() + ": " + detail);
    }

    void add(Rule rule, String log, String streamId, String position, Instant at, String detail) {
        Set<String> seen = streams.computeIfAbsent(rule, _ -> new HashSet<>());
        String key = log + "/" + streamId;
        if (seen.contains(key) || (facts != null && facts.has(rule, key))) {
            return;
        }
        if (seen.size() >= MAX_KEPT_PER_RULE) {
            notKept.merge(rule, 1L, Long::sum);
            return;
        }
        seen.add(key);
        kept.add(new Finding(rule, log, streamId, position, at, detail));
    }

    private boolean has(Rule rule, String key) {
        return streams.getOrDefault(rule, Set.of()).contains(key);
    }

    /** The facts first. */
    List<Finding> kept() {
        return Stream.concat(facts == null ? Stream.of() : facts.kept.stream(), kept.stream())
                .toList();
    }

    /** Further findings that are counted only. */
    long notKept() {
        long here = notKept.values().stream().mapToLong(Long::longValue).sum();
        return facts == null ? here : here + facts.notKept();
    }
}
