package daybook.audit;

import daybook.eventlog.Envelope;

/** Sees the records of a log, each partition's in order, one partition after the other. */
interface LogVisitor<E> {

    void event(Envelope<E> event);

    /**
     * A record that is no event: the answer to a command that changed nothing.
     *
     * @param kind refused, unchanged or parked
     */
    void answer(String kind);

    void unreadable(String streamId, String position, String problem);
}
