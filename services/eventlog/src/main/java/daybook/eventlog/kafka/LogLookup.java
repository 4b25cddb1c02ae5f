package daybook.eventlog.kafka;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads single events of a service's log. One at a time; the client is kept between calls. */
public final class LogLookup<E> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Reading on is cheaper than a seek, which throws away what was fetched ahead. */
    private static final long NEAR = 500;

    private final String topic;
    private final EntryCodec<E> codec;
    private final KafkaConsumer<String, byte[]> log;
    private final InstantSource clock;

    public LogLookup(Service<?, ?, E> service, Map<String, Object> kafka, InstantSource clock) {
        topic = Topics.events(service.name());
        codec = new EntryCodec<>(service.name(), service.events());
        log = Clients.lookup(kafka);
        this.clock = clock;
    }

    /** The partition in which all of a stream's events stand. */
    public synchronized int partition(String streamId) {
        return BuiltInPartitioner.partitionForKey(
                streamId.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                log.partitionsFor(topic).size());
    }

    /** Where the partition's committed part ends. */
    public synchronized long end(int partition) {
        var place = new TopicPartition(topic, partition);
        return log.endOffsets(Set.of(place)).getOrDefault(place, 0L);
    }

    /** The events at these offsets of the partition. */
    public synchronized List<Envelope<E>> at(int partition, List<Long> offsets) {
        NavigableSet<Long> wanted = new TreeSet<>(offsets);
        List<Envelope<E>> found = new ArrayList<>();
        if (wanted.isEmpty()) {
            return found;
        }
        var place = new TopicPartition(topic, partition);
        log.assign(Set.of(place));
        log.seek(place, wanted.first());
        var deadline = clock.instant().plus(LIMIT);
        while (!wanted.isEmpty()) {
            for (ConsumerRecord<String, byte[]> record : log.poll(POLL)) {
                if (wanted.remove(record.offset())) {
                    codec.event(record, new Position(partition, record.offset()))
                            .ifPresent(found::add);
                }
            }
            if (!wanted.isEmpty() && wanted.first() > log.position(place) + NEAR) {
                log.seek(place, wanted.first());
            }
            if (clock.instant().isAfter(deadline)) {
                throw new KafkaException(
                        "%s-%d could not be read at %s".formatted(topic, partition, wanted));
            }
        }
        return found;
    }

    /** A stream's events in a part of the partition, of which nothing else is known. */
    public synchronized List<Envelope<E>> scan(int partition, long from, long to, String streamId) {
        List<Envelope<E>> found = new ArrayList<>();
        if (from >= to) {
            return found;
        }
        var place = new TopicPartition(topic, partition);
        log.assign(Set.of(place));
        log.seek(place, from);
        var deadline = clock.instant().plus(LIMIT);
        while (log.position(place) < to) {
            for (ConsumerRecord<String, byte[]> record : log.poll(POLL)) {
                if (streamId.equals(record.key())) {
                    codec.event(record, new Position(partition, record.offset()))
                            .ifPresent(found::add);
                }
            }
            if (clock.instant().isAfter(deadline)) {
                throw new KafkaException(
                        "%s-%d could not be read up to %d".formatted(topic, partition, to));
            }
        }
        return found;
    }

    @Override
    public synchronized void close() {
        log.close();
    }
}
