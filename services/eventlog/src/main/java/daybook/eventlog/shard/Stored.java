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
     * @param latest the latest time at which any of its commands was given; empty if it has entries
     *     of which that was not noted
     * @param due when the stream's deadline passes, if it has one
     * @param queue its parked commands, in their order
     * @param broken why its entries are not applied any more
     */
    record Stream<S>(
            String streamId,
            long version,
            S state,
            long offset,
            String correlationId,
            Optional<Instant> latest,
            Optional<Instant> due,
            List<Parked> queue,
            Optional<Broken> broken) {

        /** As it was before the entry that broke it, without its queue. */
        public Stream<S> beforeBreak() {
            return new Stream<>(
                    streamId,
                    version,
                    state,
                    broken.map(Broken::offset).orElse(offset + 1) - 1,
                    correlationId,
                    latest,
                    due,
                    List.of(),
                    Optional.empty());
        }

        public Stream<S> with(List<Parked> waiting) {
            return new Stream<>(
                    streamId, version, state, offset, correlationId, latest, due, waiting, broken);
        }
    }

    /**
     * A command that is, or was, parked.
     *
     * @param offset of the entry that says so
     * @param inboxOffset where its content stands; empty for those of releases that did not note it
     * @param since when the command was given
     * @param released offset of the entry that answers it after all
     */
    record Parked(
            CommandKey key,
            long offset,
            Optional<Long> inboxOffset,
            Instant since,
            String why,
            Optional<Long> released) {

        /** Where the entry stands that says so. */
        Parked at(long offset) {
            return new Parked(key, offset, inboxOffset, since, why, released);
        }

        /** Answered after all. */
        Parked released(long offset) {
            return new Parked(key, this.offset, inboxOffset, since, why, Optional.of(offset));
        }
    }

    /**
     * An entry of the log that cannot be read or applied, so that it is not known what the stream
     * is after it.
     */
    record Broken(long offset, String why, Instant since) {}

    /**
     * A stream that has to be read again from before its checkpoint.
     *
     * @param from the first offset to read
     * @param before what it was up to there; empty if it has to be read from its beginning
     */
    record Reread<S>(String streamId, long from, Optional<Stream<S>> before) {}

    /** Names a command: ids are unique within a stream. */
    record CommandKey(String streamId, String commandId) {

        public static CommandKey of(CommandHeaders headers) {
            return new CommandKey(headers.streamId(), headers.commandId());
        }
    }

    /** What a command was answered. */
    record Seen(CommandKey key, Optional<String> fingerprint, Answer answer) {}

    /**
     * What has changed in a partition since it was stored last.
     *
     * @param nextOffset the first offset of the log that is not in it
     */
    record Changes<S>(
            int partition,
            long nextOffset,
            List<Stream<S>> streams,
            List<Seen> answers,
            List<Parked> parked) {}

    /** A deadline of a stream that is not in memory. */
    record Due(Instant at, String streamId) {}

    /** A parked stream that is not in memory. */
    record Waiting(Instant since, String streamId) {}
}
