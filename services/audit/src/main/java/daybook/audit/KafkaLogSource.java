package daybook.audit;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.kafka.Chain;
import daybook.eventlog.kafka.EntryCodec;
import daybook.eventlog.kafka.Streams;
import daybook.eventlog.serde.NewerVersionException;
import daybook.eventlog.serde.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The logs in Kafka, committed records only. Joins no group and commits nothing. */
final class KafkaLogSource implements LogSource {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MAX_RECORDS_PER_POLL = 5_000;

    private final Admin admin;
    private final KafkaConsumer<String, byte[]> consumer;

    /** How far each log was read, so that the next part is held against what came before it. */
    private final Map<TopicPartition, Chain> chains = new HashMap<>();

    /**
     * @param kafka what every client needs to know: where the cluster is, and how to log in
     */
    KafkaLogSource(Map<String, Object> kafka) {
        Map<String, Object> admins = new HashMap<>(kafka);
        admins.put("request.timeout.ms", (int) ANSWER.toMillis());
        admins.put("default.api.timeout.ms", (int) ANSWER.toMillis());
        Map<String, Object> readers = new HashMap<>(kafka);
        readers.put("isolation.level", "read_committed");
        readers.put("enable.auto.commit", false);
        readers.put("auto.offset.reset", "none");
        readers.put("max.poll.records", MAX_RECORDS_PER_POLL);
        readers.remove("group.id");
        admin = Admin.create(admins);
        consumer =
                new KafkaConsumer<>(readers, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Map<Integer, Long> ends(String topic) {
        var described =
                await(
                        "describe topic " + topic,
                        admin.describeTopics(List.of(topic)).allTopicNames());
        Map<TopicPartition, OffsetSpec> latest =
                Optional.ofNullable(described.get(topic)).orElseThrow().partitions().stream()
                        .collect(
                                Collectors.toMap(
                                        info -> new TopicPartition(topic, info.partition()),
                                        _ -> OffsetSpec.latest()));
        var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        Map<Integer, Long> ends = new HashMap<>();
        await("find the end of " + topic, admin.listOffsets(latest, options).all())
                .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    @Override
    public <E> void read(
            ServiceLog<E> log,
            Map<Integer, Long> from,
            Map<Integer, Long> to,
            LogVisitor<E> visitor) {
        var codec = new EntryCodec<>(log.service(), log.types());
        to.forEach((number, end) -> {
            var partition = new TopicPartition(log.events(), number);
            long begin = from.getOrDefault(number, 0L);
            if (begin == 0) {
                chains.remove(partition);
            }
            read(
                    partition,
                    begin,
                    end,
                    record -> {
                        check(record, visitor);
                        visit(codec, record, visitor);
                        from.put(number, record.offset() + 1);
                    });
            from.put(number, Math.max(begin, end));
        });
    }

    private Chain chain(ConsumerRecord<String, byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        return chains.computeIfAbsent(partition, Chain::new);
    }

    private void check(ConsumerRecord<String, byte[]> record, LogVisitor<?> visitor) {
        chain(record)
                .check(record)
                .ifPresent(problem ->
                        visitor.tampered(
                                Streams.of(record),
                                new Position(record.partition(), record.offset()).toString(),
                                Instant.ofEpochMilli(record.timestamp()),
                                problem));
    }

    private static <E> void visit(
            EntryCodec<E> codec, ConsumerRecord<String, byte[]> record, LogVisitor<E> visitor) {
        var position = new Position(record.partition(), record.offset());
        try {
            Optional<Envelope<E>> event = codec.event(record, position);
            if (event.isPresent()) {
                visitor.event(event.get());
            } else {
                visitor.answer(codec.decode(record), position);
            }
        } catch (UnreadableException | NewerVersionException e) {
            visitor.unreadable(
                    Streams.of(record),
                    position.toString(),
                    Instant.ofEpochMilli(record.timestamp()),
                    String.valueOf(e.getMessage()));
        }
    }

    List<LogEntry> entries(String service) {
        String topic = service + ".events";
        List<LogEntry> entries = new ArrayList<>();
        ends(topic)
                .forEach((partition, end) ->
                        read(
                                new TopicPartition(topic, partition),
                                0,
                                end,
                                record -> entries.add(entry(service, record))));
        return entries;
    }

    private static LogEntry entry(String service, ConsumerRecord<String, byte[]> record) {
        return new LogEntry(
                service,
                record.key(),
                Long.parseLong(header(record, "daybook-version")),
                kind(record),
                header(record, "ce_type"),
                header(record, "daybook-command"),
                new Position(record.partition(), record.offset()));
    }

    private static String kind(ConsumerRecord<String, byte[]> record) {
        return header(record, "daybook-kind");
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Reads to the end even where it holds nothing but the marks of transactions. */
    private void read(
            TopicPartition partition,
            long from,
            long to,
            Consumer<ConsumerRecord<String, byte[]>> visitor) {
        if (from >= to) {
            return;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long reached = from;
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (reached < to) {
            poll().forEach(record -> {
                if (record.offset() < to) {
                    visitor.accept(record);
                }
            });
            long now = consumer.position(partition);
            if (now > reached) {
                reached = now;
                patience = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > patience) {
                throw new AuditFailure(
                        "Kafka gave nothing of %s at offset %d (its end is %d) for %d s"
                                .formatted(partition, reached, to, PATIENCE.toSeconds()));
            }
        }
    }

    private ConsumerRecords<String, byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (KafkaException e) {
            throw new AuditFailure("Kafka does not let me read: " + e.getMessage(), e);
        }
    }

    @Override
    public long waiting(String service, Map<Integer, Long> below) {
        String topic = service + ".commands";
        var committed =
                await(
                        "read how far %s has come".formatted(service),
                        admin.listConsumerGroupOffsets(service + "-shard")
                                .partitionsToOffsetAndMetadata());
        long[] waiting = {0};
        below.forEach((number, end) -> {
            var partition = new TopicPartition(topic, number);
            var done = committed.get(partition);
            read(partition, done == null ? 0 : done.offset(), end, _ -> waiting[0]++);
        });
        return waiting[0];
    }

    private static <T> T await(String what, KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause =
                    e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new AuditFailure(
                    "Kafka did not let me %s: %s. Is the stack up (./daybook status)?"
                            .formatted(what, cause.getMessage()),
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AuditFailure("Interrupted while waiting for Kafka to " + what, e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close(ANSWER);
    }
}
