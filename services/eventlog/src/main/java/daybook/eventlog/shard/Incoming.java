package daybook.eventlog.shard;

/** A command as it came out of the inbox. */
public sealed interface Incoming<C> {

    CommandHeaders headers();

    /** Where it stands in its partition of the inbox. */
    long offset();

    record Readable<C>(CommandHeaders headers, long offset, C command) implements Incoming<C> {}

    /**
     * @param why one sentence for the operator who will look at the parked record
     */
    record Unreadable<C>(CommandHeaders headers, long offset, String why) implements Incoming<C> {}

    /** From an operator, about a parked stream. */
    record Operated<C>(CommandHeaders headers, long offset, Control control)
            implements Incoming<C> {}
}
