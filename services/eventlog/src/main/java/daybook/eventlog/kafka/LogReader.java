package daybook.eventlog.kafka;

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
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads all partitions of a service's log, each from where it is told to. */
final class LogReader implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> log;
    private final SortedMap<Integer, Long> next = new TreeMap<>();

    /**
     * @param from for each partition the first offset; those that are not named are read whole
     */
    LogReader(
            Service<?, ?, ?> service,
            Map<String, Object> kafka,
            Map<Integer, Long> from,
            int batchRecords) {
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

    /** What comes next, as soon as there is something. */
    ConsumerRecords<String, byte[]> poll(Duration patience) {
        return poll(patience, Map.of());
    }

    /**
     * @param limits for each partition the first offset that is not to be read yet
     */
    ConsumerRecords<String, byte[]> poll(Duration patience, Map<Integer, Long> limits) {
        Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> read = new HashMap<>();
        Map<TopicPartition, Long> back = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : log.poll(patience)) {
            var place = new TopicPartition(record.topic(), record.partition());
            long limit = limits.getOrDefault(record.partition(), Long.MAX_VALUE);
            if (record.offset() >= limit) {
                back.put(place, limit);
                continue;
            }
            read.computeIfAbsent(place, _ -> new ArrayList<>()).add(record);
            next.put(record.partition(), record.offset() + 1);
        }
        back.forEach(log::seek);
        return new ConsumerRecords<>(read, Map.of());
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
