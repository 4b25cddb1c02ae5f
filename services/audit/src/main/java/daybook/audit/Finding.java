package daybook.audit;

import java.time.Instant;

/**
 * A rule that a stream breaks.
 *
 * @param log the service whose log shows it
 * @param position of the first event that shows it, {@code partition-offset}; empty if no single
 *     event does
 * @param at when that event happened, or when the audit saw it if the logs only show it together
 */
public record Finding(
        Rule rule, String log, String streamId, String position, Instant at, String detail) {

    /** What, where and why, in a line. */
    public String text() {
        return "%s %s at %s: %s"
                .formatted(log, streamId, position.isEmpty() ? "no one event" : position, detail);
    }
}
