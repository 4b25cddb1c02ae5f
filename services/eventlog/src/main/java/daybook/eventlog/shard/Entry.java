package daybook.eventlog.shard;

import daybook.eventlog.Decision;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import java.util.Optional;

/**
 * An entry of a service's log. Every command leaves its trace there, events or one other entry, so
 * that what was answered can be told from the log alone.
 */
public sealed interface Entry<E> {

    String streamId();

    /** The stream's version with this entry applied; only an event raises it. */
    long version();

    Cause cause();

    /** What a command whose last entry stands at {@code position} is answered. */
    Answer answer(Position position);

    record Happened<E>(String streamId, long version, Cause cause, E event) implements Entry<E> {

        /** The event as the log's readers get it. */
        public Envelope<E> envelope(String type, int schemaVersion, Position position) {
            return new Envelope<>(
                    streamId,
                    version,
                    type,
                    schemaVersion,
                    cause.time(),
                    cause.commandId(),
                    cause.correlationId(),
                    cause.causationId(),
                    cause.traceparent(),
                    position,
                    event);
        }

        @Override
        public Answer answer(Position position) {
            return new Answer.Done(version, position);
        }
    }

    record Unchanged<E>(String streamId, long version, Cause cause) implements Entry<E> {
        @Override
        public Answer answer(Position position) {
            return new Answer.Done(version, position);
        }
    }

    record Refused<E>(
            String streamId,
            long version,
            Cause cause,
            Decision.Reason reason,
            String code,
            String detail)
            implements Entry<E> {
        @Override
        public Answer answer(Position position) {
            return new Answer.Refused(version, reason, code, detail);
        }
    }

    /**
     * The command waits in the parking lot, and so does all that comes to the stream after it.
     *
     * @param inboxOffset where its content stands; empty in entries of releases that did not note
     *     it
     */
    record Parked<E>(
            String streamId, long version, Cause cause, String why, Optional<Long> inboxOffset)
            implements Entry<E> {
        @Override
        public Answer answer(Position position) {
            return new Answer.Parked(version);
        }
    }

    /** An operator has seen to the stream; what became of the commands stands before it. */
    record Acted<E>(String streamId, long version, Cause cause, Act act) implements Entry<E> {
        @Override
        public Answer answer(Position position) {
            return new Answer.Done(version, position);
        }
    }
}
