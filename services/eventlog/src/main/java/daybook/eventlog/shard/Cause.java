package daybook.eventlog.shard;

import java.time.Instant;
import java.util.Optional;

/** What an entry of the log keeps of the command that led to it. */
public record Cause(
        String commandId,
        String correlationId,
        Optional<String> causationId,
        Optional<String> traceparent,
        Optional<String> fingerprint,
        Instant time) {

    static Cause of(CommandHeaders command) {
        return new Cause(
                command.commandId(),
                command.correlationId(),
                command.causationId(),
                command.traceparent(),
                command.fingerprint(),
                command.time());
    }

    /** The same circumstances, for another command. */
    Cause of(String anotherCommandId) {
        return new Cause(
                anotherCommandId, correlationId, causationId, traceparent, Optional.empty(), time);
    }
}
