package daybook.audit;

import daybook.eventlog.Position;
import daybook.eventlog.shard.Act;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Follows the parked commands of a log: each is let go once, by an operator's act that stands
 * behind its answer, or it waits still. Meanwhile nothing else moves its stream.
 */
final class ParkedCheck {

    private final String log;
    private final Findings findings;

    /** By stream: the commands that wait. */
    private final Map<String, Set<String>> waiting = new HashMap<>();

    /** By stream: the commands that have been answered after all, and whose act is to come. */
    private final Map<String, Set<String>> answered = new HashMap<>();

    /** When the last command was answered that had been parked. */
    private Instant lastAnswered = Instant.EPOCH;

    ParkedCheck(String log, Findings findings) {
        this.log = log;
        this.findings = findings;
    }

    void parked(String streamId, String commandId) {
        waiting.computeIfAbsent(streamId, _ -> new LinkedHashSet<>()).add(commandId);
    }

    /** A command was decided, or refused. */
    void answered(String streamId, String commandId, Position position, Instant at) {
        Set<String> parked = waiting.get(streamId);
        if (parked == null) {
            return;
        }
        if (parked.remove(commandId)) {
            lastAnswered = at;
            answered.computeIfAbsent(streamId, _ -> new LinkedHashSet<>()).add(commandId);
        } else if (!answered.getOrDefault(streamId, Set.of()).contains(commandId)) {
            broken(
                    streamId,
                    position,
                    at,
                    "command %s was decided while others waited before it".formatted(commandId));
        }
        if (parked.isEmpty()) {
            waiting.remove(streamId);
        }
    }

    void acted(String streamId, Act act, Position position, Instant at) {
        Set<String> known = answered.getOrDefault(streamId, new LinkedHashSet<>());
        for (String commandId : act.commands()) {
            if (!known.remove(commandId)) {
                broken(
                        streamId,
                        position,
                        at,
                        "%s names command %s, which it did not let go"
                                .formatted(act.kind(), commandId));
            }
        }
        if (known.isEmpty()) {
            answered.remove(streamId);
        }
    }

    /** How many commands wait; says of those that were let go by nobody. */
    long summary(Findings state, Notes notes) {
        answered.forEach((streamId, commands) ->
                state.add(
                        Rule.PARKED_SEEN_TO,
                        log,
                        streamId,
                        "",
                        lastAnswered,
                        "nobody has let these parked commands go: " + commands));
        waiting.keySet().forEach(id -> notes.add("streams parked (%s)".formatted(log), id));
        return waiting.values().stream().mapToLong(Set::size).sum();
    }

    private void broken(String streamId, Position position, Instant at, String detail) {
        findings.add(Rule.PARKED_SEEN_TO, log, streamId, position.toString(), at, detail);
    }
}
