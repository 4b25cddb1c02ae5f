package daybook.eventlog.kafka;

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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads single committed records. One at a time; the client is kept between calls. Whatever it is
 * asked, it throws {@link LogUnavailableException} if Kafka does not answer.
 */
final class Records implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Reading on is cheaper than a seek, which throws away what was fetched ahead. */
    private static final long NEAR = 500;

    private final KafkaConsumer<String, byte[]> consumer;
    private final InstantSource clock;

    Records(Map<String, Object> kafka, InstantSource clock) {
        consumer = Clients.lookup(kafka);
        this.clock = clock;
    }

    synchronized int partitions(String topic) {
        return asking(() -> consumer.partitionsFor(topic).size());
    }

    /** Where the partition's committed part ends. */
    synchronized long end(TopicPartition place) {
        return asking(() -> consumer.endOffsets(Set.of(place)).getOrDefault(place, 0L));
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw new LogUnavailableException(e);
        }
    }

    /** The records at these offsets, as far as there are any. */
    synchronized List<ConsumerRecord<String, byte[]>> at(
            TopicPartition place, Collection<Long> offsets) {
        NavigableSet<Long> wanted = new TreeSet<>(offsets);
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        Instant deadline = clock.instant().plus(LIMIT);
        Long from = wanted.isEmpty() ? null : wanted.first();
        while (from != null) {
            long to = from + 1;
            Long next = wanted.higher(from);
            while (next != null && next <= to + NEAR) {
                to = next + 1;
                next = wanted.higher(next);
            }
            found.addAll(read(place, from, to, deadline, r -> wanted.contains(r.offset())));
            from = next;
        }
        return found;
    }

    /** The records that are wanted, of a part of the partition. */
    synchronized List<ConsumerRecord<String, byte[]>> scan(
            TopicPartition place,
            long from,
            long to,
            Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return read(place, from, to, clock.instant().plus(LIMIT), wanted);
    }

    private List<ConsumerRecord<String, byte[]>> read(
            TopicPartition place,
            long from,
            long to,
            Instant deadline,
            Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return from >= to ? List.of() : asking(() -> readOn(place, from, to, deadline, wanted));
    }

    private List<ConsumerRecord<String, byte[]>> readOn(
            TopicPartition place,
            long from,
            long to,
            Instant deadline,
            Predicate<ConsumerRecord<String, byte[]>> wanted) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        consumer.assign(Set.of(place));
        consumer.seek(place, from);
        while (consumer.position(place) < to) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < to && wanted.test(record)) {
                    found.add(record);
                }
            }
            if (clock.instant().isAfter(deadline)) {
                throw new KafkaException("%s could not be read up to %d".formatted(place, to));
            }
        }
        return found;
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
