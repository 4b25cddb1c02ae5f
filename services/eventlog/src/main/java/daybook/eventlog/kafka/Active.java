package daybook.eventlog.kafka;

import daybook.eventlog.shard.Shard;

/** A partition that takes commands. */
final class Active<C, S, E> {

    final Shard<C, S, E> shard;

    /** The first offset of the log that the shard does not know. */
    long nextOffset;

    /** Goes on from the log's last entry. */
    final Chain chain;

    Active(Restore<C, S, E> restored) {
        shard = restored.shard();
        chain = restored.chain();
        nextOffset = restored.nextOffset();
    }
}
