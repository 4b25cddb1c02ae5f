package daybook.eventlog.kafka;

import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Shard;
import daybook.eventlog.state.StateCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

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

    private static final Duration POLL = Duration.ofMillis(50);

    private record Placed<E>(Entry<E> entry, Position position) {}

    private final Shard<C, S, E> shard;
    private final StateCache<S> cache;
    private final ShardSettings settings;
    private final EntryCodec<E> codec;
    private final KafkaConsumer<String, byte[]> log;
    private final TopicPartition partition;
    private final long end;
    private long nextOffset;

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
        nextOffset = cache.checkpoint(partition.partition()).orElse(0L);
        if (nextOffset > end) {
            throw new IllegalStateException(
                    "The state cache knows %s up to offset %d, but the log ends at %d: they do not"
                                    .formatted(partition, nextOffset, end)
                            + " belong together. Empty the eventlog_ tables and start again.");
        }
        shard.await(cache.deadlines(partition.partition()));
        log = Clients.log(kafka);
        log.assign(Set.of(partition));
        log.seek(partition, nextOffset);
    }

    /** Reads on; true once the shard knows all that the log has. */
    boolean step() {
        if (log.position(partition) >= end) {
            return true;
        }
        List<Placed<E>> placed = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : log.poll(POLL)) {
            placed.add(
                    new Placed<>(
                            codec.decode(record),
                            new Position(record.partition(), record.offset())));
        }
        Set<String> cold =
                shard.cold(
                        placed.stream()
                                .map(Placed::entry)
                                .map(Entry::streamId)
                                .collect(Collectors.toSet()));
        shard.warm(cold, cache.streams(cold));
        placed.forEach(entry -> shard.replay(entry.entry(), entry.position()));
        nextOffset = log.position(partition);
        if (shard.unsavedCount() >= SAVE_AFTER_ENTRIES) {
            cache.save(List.of(shard.changes(partition.partition(), nextOffset)));
            shard.saved(settings.streamsInMemory());
        }
        return nextOffset >= end;
    }

    /** Where it stands. */
    ShardLoop.Restoring progress() {
        return new ShardLoop.Restoring(partition.partition(), nextOffset, end);
    }

    Shard<C, S, E> shard() {
        return shard;
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
