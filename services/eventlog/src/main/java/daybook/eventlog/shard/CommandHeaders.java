package daybook.eventlog.shard;

import java.time.Instant;
import java.util.Optional;

/**
 * All that comes with a command.
 *
 * @param commandId idempotency key within the stream: a command seen before gets its first answer
 * @param causationId the event, as {@code service/stream/version}, that led to the command
 * @param expectedVersion the version that the stream must be at, or the command is refused
 * @param fingerprint of the request that became the command; the same id with another fingerprint
 *     is a different request and is refused
 * @param time when the command was given
 */
public record CommandHeaders(
        String streamId,
        String commandId,
        String correlationId,
        Optional<String> causationId,
        Optional<String> traceparent,
        Optional<Long> expectedVersion,
        Optional<String> fingerprint,
        Instant time) {}
