package daybook.eventlog.shard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is kept of a partition outside the log, so that a shard need not replay all of it. */
public interface Stored {

    /**
     * A stream as of its last entry.
     *
     * @param offset of the stream's last entry in the partition
     * @param correlationId of the stream's last entry
     * @param due when the stream's deadline passes, if it has one
     */
    record Stream<S>(
            String streamId,
            long version,
            S state,
            boolean parked,
            long offset,
            String correlationId,
            Optional<Instant> due) {}

    /** Names a command: ids are unique within a stream. */
    record CommandKey(String streamId, String commandId) {}

    /** What a command was answered. */
    record Seen(CommandKey key, Optional<String> fingerprint, Answer answer) {}

    /**
     * What has changed in a partition since it was stored last.
     *
     * @param nextOffset the first offset of the log that is not in it
     */
    record Changes<S>(
            int partition, long nextOffset, List<Stream<S>> streams, List<Seen> answers) {}

    /** A deadline of a stream that is not in memory. */
    record Due(Instant at, String streamId) {}
}
