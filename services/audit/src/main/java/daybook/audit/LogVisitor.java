package daybook.audit;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.shard.Entry;
import java.time.Instant;

/** Sees the records of a log, each partition's in order, one partition after the other. */
interface LogVisitor<E> {

    void event(Envelope<E> event);

    /** An entry that is no event: what a command was answered, or what an operator did. */
    void answer(Entry<E> entry, Position position);

    /**
     * A record that does not follow from the one before it, as seen before what it says.
     *
     * @param at when it was written
     * @param problem what is wrong with it
     */
    default void tampered(String streamId, String position, Instant at, String problem) {}

    /**
     * @param at when it was written
     */
    void unreadable(String streamId, String position, Instant at, String problem);
}
