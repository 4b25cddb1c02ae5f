package daybook.eventlog.kafka;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    /**
     * The partition in which all of a stream's events stand.
     *
     * @throws LogUnavailableException like all that asks the log
     */
    public synchronized int partition(String streamId) {
        return asking(() ->
                BuiltInPartitioner.partitionForKey(
                        streamId.getBytes(StandardCharsets.UTF_8),
                        log.partitionsFor(topic).size()));
    }

    /** Where the partition's committed part ends. */
    public synchronized long end(int partition) {
        var place = new TopicPartition(topic, partition);
        return asking(() -> log.endOffsets(Set.of(place)).getOrDefault(place, 0L));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw new LogUnavailableException(e);
        }
    }

    /** The events at these offsets of the partition. */
    public synchronized List<Envelope<E>> at(int partition, Collection<Long> offsets) {
        NavigableSet<Long> wanted = new TreeSet<>(offsets);
        List<Envelope<E>> found = new ArrayList<>();
        Instant deadline = clock.instant().plus(LIMIT);
        Long from = wanted.isEmpty() ? null : wanted.first();
        while (from != null) {
            long to = from + 1;
            Long next = wanted.higher(from);
            while (next != null && next <= to + NEAR) {
                to = next + 1;
                next = wanted.higher(next);
            }
            found.addAll(
                    read(
                            partition,
                            from,
                            to,
                            deadline,
                            record -> wanted.contains(record.offset())));
            from = next;
        }
        return found;
    }

    /** A stream's events in a part of the partition, of which nothing else is known. */
    public synchronized List<Envelope<E>> scan(int partition, long from, long to, String streamId) {
        return read(
                partition,
                from,
                to,
                clock.instant().plus(LIMIT),
                record -> streamId.equals(record.key()));
    }

    private List<Envelope<E>> read(
            int partition,
            long from,
            long to,
            Instant deadline,
            Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return from >= to ? List.of() : asking(() -> readOn(partition, from, to, deadline, wanted));
    }

    private List<Envelope<E>> readOn(
            int partition,
            long from,
            long to,
            Instant deadline,
            Predicate<ConsumerRecord<String, byte[]>> wanted) {
        List<Envelope<E>> found = new ArrayList<>();
        var place = new TopicPartition(topic, partition);
        log.assign(Set.of(place));
        log.seek(place, from);
        while (log.position(place) < to) {
            for (ConsumerRecord<String, byte[]> record : log.poll(POLL)) {
                if (wanted.test(record) && record.offset() < to) {
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
