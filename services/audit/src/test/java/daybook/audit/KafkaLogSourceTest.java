package daybook.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.kafka.Topics;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.testing.Backing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Against a real broker, with records as the services write them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaLogSourceTest implements LogVisitor<InventoryEvent> {

    private static final int PARTITIONS = 2;

    private final List<Envelope<InventoryEvent>> events = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private Backing backing;
    private KafkaProducer<String, String> producer;
    private KafkaLogSource source;

    @BeforeAll
    void start() throws Exception {
        backing = Backing.start();
        Map<String, Object> kafka = Map.of("bootstrap.servers", backing.kafka());
        try (var admin = Admin.create(kafka)) {
            admin.createTopics(
                            Stream.of("order", "inventory", "payment", "shipping")
                                    .flatMap(name ->
                                            Topics.plan(name, PARTITIONS, (short) 1, 1).stream())
                                    .toList())
                    .all()
                    .get();
        }
        Map<String, Object> transactional = new HashMap<>(kafka);
        transactional.put("transactional.id", "audit-test");
        producer =
                new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        source = new KafkaLogSource(kafka);
        write();
    }

    @AfterAll
    void stop() {
        source.close();
        producer.close();
        backing.close();
    }

    /** Committed, aborted, committed: with the marks, offsets 0 to 8 of partition 0. */
    private void write() {
        producer.beginTransaction();
        entry("A", 1, "event", "stock-received", "{\"quantity\":5,\"reference\":\"d1\"}");
        entry("A", 1, "refused", "command-refused", REFUSAL);
        producer.commitTransaction();
        producer.beginTransaction();
        entry("A", 2, "event", "stock-received", "{\"quantity\":99,\"reference\":\"never\"}");
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        entry("A", 2, "event", "stock-received", "{\"quantity\":7,\"reference\":\"d2\"}");
        entry("A", 3, "event", "stock-invented", "{}");
        producer.commitTransaction();
    }

    private static final String REFUSAL =
            "{\"reason\":\"CONFLICT\",\"code\":\"no-stock\",\"detail\":\"There is none.\"}";

    private void entry(String stream, long version, String kind, String type, String json) {
        var record = new ProducerRecord<>("inventory.events", 0, stream, json);
        Map.of(
                        "ce_type",
                        type,
                        "ce_time",
                        "2026-01-01T12:00:00Z",
                        "daybook-kind",
                        kind,
                        "daybook-version",
                        Long.toString(version),
                        "daybook-schema",
                        "1",
                        "daybook-command",
                        "c-" + type + version,
                        "daybook-correlation",
                        "r1")
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    @Test
    void entries_are_told_by_their_headers_whatever_they_mean() {
        assertThat(source.entries("inventory"))
                .extracting(LogEntry::kind, LogEntry::version, entry -> entry.position().offset())
                .containsExactly(
                        tuple("event", 1L, 0L),
                        tuple("refused", 1L, 1L),
                        tuple("event", 2L, 5L),
                        tuple("event", 3L, 6L));
    }

    @Test
    void committed_records_are_read_up_to_the_end_that_was_captured() {
        Map<Integer, Long> ends = source.ends("inventory.events");
        assertThat(ends).isEqualTo(Map.of(0, 8L, 1, 0L));

        Map<Integer, Long> read = new HashMap<>();
        source.read(ServiceLog.INVENTORY, read, ends, this);

        assertThat(read).isEqualTo(ends);

        assertThat(events)
                .extracting(Envelope::event)
                .containsExactly(new StockReceived(5, "d1"), new StockReceived(7, "d2"));
        assertThat(events)
                .extracting(Envelope::position)
                .containsExactly(new Position(0, 0), new Position(0, 5));
        assertThat(answers).containsExactly("Refused at 0-1");
        assertThat(unreadable).hasSize(1);
        assertThat(unreadable.getFirst()).startsWith("A at 0-6: ").contains("stock-invented");
    }

    @Test
    void commands_wait_until_their_offset_is_committed_and_marks_are_no_commands()
            throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("payment.commands", 1, "o1", "{}"));
        producer.send(new ProducerRecord<>("payment.commands", 1, "o2", "{}"));
        producer.commitTransaction();
        Map<Integer, Long> ends = source.ends("payment.commands");
        assertThat(ends).isEqualTo(Map.of(0, 0L, 1, 3L));

        assertThat(source.waiting("payment", ends)).isEqualTo(2);
        commit(1);
        assertThat(source.waiting("payment", ends)).isEqualTo(1);
        commit(2);
        assertThat(source.waiting("payment", ends)).isZero();
    }

    private void commit(long offset) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", backing.kafka()))) {
            admin.alterConsumerGroupOffsets(
                            "payment-shard",
                            Map.of(
                                    new TopicPartition("payment.commands", 1),
                                    new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        }
    }

    @Test
    void an_audit_of_kafka_finds_what_cannot_be_read() {
        var options = new Audit.Options(Duration.ZERO, Duration.ofMinutes(1));

        Map<String, Object> kafka = Map.of("bootstrap.servers", backing.kafka());
        try (Audit audit = Audit.of(kafka, options, (_, _, _) -> {})) {
            Verdict verdict = audit.round();

            assertThat(verdict.findings()).extracting(Finding::rule).containsExactly(Rule.READABLE);
            assertThat(verdict.units().received()).isEqualTo(12);
            assertThat(audit.behind().values()).containsOnly(0L);
        }
    }

    @Test
    void a_topic_that_is_not_there_is_named() {
        assertThatThrownBy(() -> source.ends("nothing.events"))
                .isInstanceOf(AuditFailure.class)
                .hasMessageContaining("describe topic nothing.events");
    }

    @Override
    public void event(Envelope<InventoryEvent> event) {
        events.add(event);
    }

    @Override
    public void answer(Entry<InventoryEvent> entry, Position position) {
        answers.add(entry.getClass().getSimpleName() + " at " + position);
    }

    @Override
    public void unreadable(String streamId, String position, Instant at, String problem) {
        unreadable.add("%s at %s: %s".formatted(streamId, position, problem));
    }
}
