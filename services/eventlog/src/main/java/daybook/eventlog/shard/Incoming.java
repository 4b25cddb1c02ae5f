package daybook.eventlog.shard;

/** A command as it came out of the inbox. */
public sealed interface Incoming<C> {

    CommandHeaders headers();

    record Readable<C>(CommandHeaders headers, C command) implements Incoming<C> {}

    /**
     * @param why one sentence for the operator who will look at the parked record
     */
    record Unreadable<C>(CommandHeaders headers, String why) implements Incoming<C> {}
}
