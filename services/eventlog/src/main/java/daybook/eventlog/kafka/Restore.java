package daybook.eventlog.kafka;

import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Shard;
import daybook.eventlog.shard.Stored;
import daybook.eventlog.state.StateCache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads a partition's memory back: what the cache has, then the log from there to its end.
 *
 * <p>The end is the high watermark, not the last stable offset: a predecessor may have left a
 * transaction open behind which committed entries of another owner already stand. The broker ends
 * that transaction within its time-out, and until then the shard is not active.
 */
final class Restore<C, S, E> implements AutoCloseable {

    /** Entries after which the cache takes in what was replayed, so that memory stays bounded. */
    private static final int SAVE_AFTER_ENTRIES = 5_000;

    /** Offsets to look back for an entry: marks of transactions and what was aborted are none. */
    private static final long FIRST_STRIDE = 64;

    private static final Logger LOG = Logger.getLogger(Restore.class);
    private static final Duration POLL = Duration.ofMillis(50);

    /** What is to be done with a record once its stream is warm. */
    private record Placed(String streamId, Runnable replay) {}

    private final Shard<C, S, E> shard;
    private final StateCache<S> cache;
    private final ShardSettings settings;
    private final EntryCodec<E> codec;
    private final KafkaConsumer<String, byte[]> log;
    private final TopicPartition partition;

    /** Up to here, only streams that have to be read again are. */
    private final long checkpoint;

    private final Set<String> again;
    private final long end;
    private final Chain chain;
    private long nextOffset;

    /** Whether the chain knows the log's last entry. */
    private boolean linked;

    /** Where the search for an entry before what is read has begun. */
    private long searchedFrom;

    private long stride = FIRST_STRIDE;

    /**
     * @param end the partition's high watermark, read after the inbox's committed offset
     */
    Restore(
            Service<C, S, E> service,
            StateCache<S> cache,
            Map<String, Object> kafka,
            ShardSettings settings,
            TopicPartition partition,
            long end) {
        this.shard = new Shard<>(service);
        this.cache = cache;
        this.settings = settings;
        this.codec = new EntryCodec<>(service.name(), service.events());
        this.partition = partition;
        this.end = end;
        this.chain = new Chain(partition);
        checkpoint = cache.checkpoint(partition.partition()).orElse(0L);
        if (checkpoint > end) {
            throw new IllegalStateException(
                    "The state cache knows %s up to offset %d, but the log ends at %d: they do not"
                                    .formatted(partition, checkpoint, end)
                            + " belong together. Empty eventlog_checkpoint, eventlog_stream,"
                            + " eventlog_answer, eventlog_parked and eventlog_snapshot, and start"
                            + " again.");
        }
        List<Stored.Reread<S>> rereads = cache.rereads(partition.partition());
        again = rereads.stream().map(Stored.Reread::streamId).collect(Collectors.toSet());
        shard.warm(again, rereads.stream().flatMap(reread -> reread.before().stream()).toList());
        nextOffset = rereads.stream().mapToLong(Stored.Reread::from).reduce(checkpoint, Math::min);
        searchedFrom = nextOffset;
        shard.await(cache.deadlines(partition.partition()));
        shard.watch(cache.waiting(partition.partition()));
        log = Clients.log(kafka);
        log.assign(Set.of(partition));
        log.seek(partition, nextOffset);
    }

    /** Reads on; true once the shard knows all that the log has. */
    boolean step() {
        if (log.position(partition) >= end) {
            return linked();
        }
        List<Placed> placed = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : log.poll(POLL)) {
            chain.resume(record);
            linked = true;
            boolean known = record.offset() < nextOffset;
            if (!known && (record.offset() >= checkpoint || again.contains(Streams.of(record)))) {
                placed.add(placed(record));
            }
        }
        Set<String> cold =
                shard.cold(placed.stream().map(Placed::streamId).collect(Collectors.toSet()));
        shard.warm(cold, cache.streams(cold));
        placed.forEach(entry -> entry.replay().run());
        nextOffset = Math.max(nextOffset, log.position(partition));
        if (shard.unsavedCount() >= SAVE_AFTER_ENTRIES) {
            cache.save(List.of(shard.changes(partition.partition(), nextOffset)));
            shard.saved(settings.streamsInMemory());
        }
        return log.position(partition) >= end && linked();
    }

    /** If nothing stands in what was to be read, the last entry is looked for before it. */
    private boolean linked() {
        if (linked || searchedFrom == 0) {
            return true;
        }
        searchedFrom = Math.max(0, searchedFrom - stride);
        stride *= 8;
        log.seek(partition, searchedFrom);
        return false;
    }

    private Placed placed(ConsumerRecord<String, byte[]> record) {
        String streamId = Streams.of(record);
        try {
            Entry<E> entry = codec.decode(record);
            var position = new Position(record.partition(), record.offset());
            return new Placed(streamId, () -> shard.replay(entry, position));
        } catch (UnreadableException e) {
            String why = String.valueOf(e.getMessage());
            LOG.errorf("Stream %s goes no further: %s", streamId, why);
            var broken =
                    new Stored.Broken(
                            record.offset(), why, Instant.ofEpochMilli(record.timestamp()));
            return new Placed(streamId, () -> shard.replayUnreadable(streamId, broken));
        }
    }

    /** Where it stands. */
    ShardLoop.Restoring progress() {
        return new ShardLoop.Restoring(partition.partition(), nextOffset, end);
    }

    Shard<C, S, E> shard() {
        return shard;
    }

    /** The chain up to the log's last entry. */
    Chain chain() {
        return chain;
    }

    /** The first offset that the shard does not know. */
    long nextOffset() {
        return nextOffset;
    }

    @Override
    public void close() {
        log.close();
    }
}
