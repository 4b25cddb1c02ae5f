package daybook.eventlog;

import java.time.Instant;
import java.util.Optional;

/**
 * An event as it stands in the log.
 *
 * @param version of the stream with this event applied; the first event has 1
 * @param type wire name of the event
 * @param time when the command was given that led to it
 * @param commandId the command that led to it
 * @param correlationId the same for all that a client's request led to, across services
 * @param causationId the event that led to the command; empty if a client or a deadline gave it
 * @param traceparent W3C trace context, if the command had one
 */
public record Envelope<E>(
        String streamId,
        long version,
        String type,
        int schemaVersion,
        Instant time,
        String commandId,
        String correlationId,
        Optional<String> causationId,
        Optional<String> traceparent,
        Position position,
        E event) {

    /** {@code stream/version}, which names the event within its service. */
    public String eventId() {
        return streamId + "/" + version;
    }
}
