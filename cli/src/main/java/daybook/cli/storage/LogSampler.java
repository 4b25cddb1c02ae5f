package daybook.cli.storage;

import daybook.eventlog.kafka.Topics;
import daybook.local.Stack;
import daybook.local.StackFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Takes the latest records of each topic of a running system, and what the brokers store of it. */
final class LogSampler implements AutoCloseable {

    /** Of a topic: enough that a mean stands still, few enough to be read in a second. */
    private static final int SAMPLE = 4_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    LogSampler(String bootstrap) {
        admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "request.timeout.ms",
                                5_000,
                                "default.api.timeout.ms",
                                10_000));
        consumer = consumer(bootstrap);
    }

    /** Reads what is committed, from where it is told to, in no group. */
    static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "isolation.level",
                        "read_committed",
                        "default.api.timeout.ms",
                        10_000,
                        "enable.auto.commit",
                        false,
                        "fetch.max.wait.ms",
                        10,
                        "auto.offset.reset",
                        "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * All topics that are kept for ever: inboxes, logs and parking lots.
     *
     * @throws StackFailure if the brokers do not answer or the topics are not there
     */
    List<TopicSample> sample(Consumer<String> progress) {
        List<String> topics =
                Stack.SERVICES.stream()
                        .flatMap(service ->
                                Stream.of(
                                        Topics.commands(service),
                                        Topics.events(service),
                                        Topics.parked(service)))
                        .toList();
        try {
            Map<String, Long> disk = diskBytes();
            List<TopicSample> samples = new ArrayList<>();
            for (String topic : topics) {
                progress.accept(topic);
                samples.add(sample(topic, disk.getOrDefault(topic, 0L)));
            }
            return samples;
        } catch (KafkaException e) {
            throw new StackFailure(
                    "the logs cannot be read: %s. Is the stack up (./daybook status)?"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    TopicSample sample(String topic, long diskBytes) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long offsets = 0;
        long sampled = 0;
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            long begin = begins.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            long from = Math.max(begin, end - SAMPLE / partitions.size());
            offsets += end - begin;
            sampled += end - from;
            consumer.seek(partition, from);
        }
        return new TopicSample(topic, partitions.size(), offsets, diskBytes, sampled, read(ends));
    }

    /** All up to these ends, one partition after the other. */
    private List<SimpleRecord> read(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, List<SimpleRecord>> records = new HashMap<>();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("no more came for " + LIMIT.toSeconds() + " s");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                records.computeIfAbsent(
                                new TopicPartition(record.topic(), record.partition()),
                                _ -> new ArrayList<>())
                        .add(
                                new SimpleRecord(
                                        record.timestamp(),
                                        record.key(),
                                        record.value(),
                                        record.headers().toArray()));
            }
        }
        return records.values().stream().flatMap(List::stream).toList();
    }

    /** What each topic takes on a broker that has all of it. */
    Map<String, Long> diskBytes() {
        try {
            List<Integer> brokers =
                    admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
            Map<TopicPartition, Long> largest = new HashMap<>();
            for (var directories :
                    admin.describeLogDirs(brokers).allDescriptions().get().values()) {
                directories
                        .values()
                        .forEach(directory ->
                                directory
                                        .replicaInfos()
                                        .forEach((partition, replica) ->
                                                largest.merge(
                                                        partition, replica.size(), Long::max)));
            }
            Map<String, Long> bytes = new HashMap<>();
            largest.forEach((partition, size) -> bytes.merge(partition.topic(), size, Long::sum));
            return bytes;
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
