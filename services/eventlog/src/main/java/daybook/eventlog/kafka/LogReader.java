package daybook.eventlog.kafka;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads all partitions of a service's log, each from where it is told to. */
final class LogReader<E> implements AutoCloseable {

    private final EntryCodec<E> codec;
    private final KafkaConsumer<String, byte[]> log;
    private final SortedMap<Integer, Long> next = new TreeMap<>();

    /**
     * @param from for each partition the first offset; those that are not named are read whole
     */
    LogReader(
            Service<?, ?, E> service,
            Map<String, Object> kafka,
            Map<Integer, Long> from,
            int batchRecords) {
        codec = new EntryCodec<>(service.name(), service.events());
        log = Clients.follower(kafka, batchRecords);
        String topic = Topics.events(service.name());
        log.assign(
                log.partitionsFor(topic).stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList());
        for (TopicPartition place : log.assignment()) {
            long first = from.getOrDefault(place.partition(), 0L);
            next.put(place.partition(), first);
            log.seek(place, first);
        }
    }

    /**
     * What was read at once.
     *
     * @param entries how many, as not all of them are events
     * @param next for each partition of the batch the first offset after it
     */
    record Batch<E>(int entries, List<Envelope<E>> events, SortedMap<Integer, Long> next) {}

    /** What comes next, as soon as there is something. */
    Batch<E> poll(Duration patience) {
        return poll(patience, Map.of());
    }

    /**
     * @param limits for each partition the first offset that is not to be read yet
     */
    Batch<E> poll(Duration patience, Map<Integer, Long> limits) {
        int entries = 0;
        List<Envelope<E>> events = new ArrayList<>();
        SortedMap<Integer, Long> after = new TreeMap<>();
        Map<TopicPartition, Long> back = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : log.poll(patience)) {
            long limit = limits.getOrDefault(record.partition(), Long.MAX_VALUE);
            if (record.offset() >= limit) {
                back.put(new TopicPartition(record.topic(), record.partition()), limit);
                continue;
            }
            codec.event(record, new Position(record.partition(), record.offset()))
                    .ifPresent(events::add);
            after.put(record.partition(), record.offset() + 1);
            entries++;
        }
        back.forEach(log::seek);
        next.putAll(after);
        return new Batch<>(entries, events, after);
    }

    /** For each partition the first offset after what was read. */
    SortedMap<Integer, Long> next() {
        return Collections.unmodifiableSortedMap(next);
    }

    /** How many offsets the committed part of the log has. */
    long entries() {
        return log.endOffsets(log.assignment()).values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of them are behind the reader. */
    long passed() {
        return log.assignment().stream().mapToLong(log::position).sum();
    }

    @Override
    public void close() {
        log.close();
    }
}
