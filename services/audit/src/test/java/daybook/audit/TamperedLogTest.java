package daybook.audit;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.kafka.Chain;
import daybook.eventlog.kafka.Topics;
import daybook.eventlog.testing.Backing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** A log that somebody has changed behind the service's back, on a real broker. */
final class TamperedLogTest {

    private static final Audit.Options OPTIONS =
            new Audit.Options(Duration.ZERO, Duration.ofMinutes(1));

    @Test
    void the_audit_names_the_first_event_that_was_changed() throws Exception {
        try (var backing = Backing.start()) {
            topics(backing);
            var log = new Log(backing);
            log.received(1, 5, 5);
            log.received(2, 5, 5);
            assertThat(audit(backing)).isEmpty();

            log.received(3, 5, 6);
            log.received(4, 5, 5);

            List<Finding> findings = audit(backing);
            assertThat(findings).hasSize(1);
            assertThat(findings.getFirst().rule()).isEqualTo(Rule.UNTAMPERED);
            assertThat(findings.getFirst().log()).isEqualTo("inventory");
            assertThat(findings.getFirst().position()).isEqualTo("1-2");
            assertThat(findings.getFirst().streamId()).isEqualTo("TEAPOT");
        }
    }

    private static List<Finding> audit(Backing backing) {
        try (var audit =
                Audit.of(Map.of("bootstrap.servers", backing.kafka()), OPTIONS, (_, _, _) -> {})) {
            return audit.round().findings();
        }
    }

    private static void topics(Backing backing) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", backing.kafka()))) {
            admin.createTopics(
                            Stream.of("order", "inventory", "payment", "shipping")
                                    .flatMap(name -> Topics.plan(name, 2, (short) 1, 1).stream())
                                    .toList())
                    .all()
                    .get();
        }
    }

    /** Partition 1 of the inventory's log. */
    private static final class Log {

        private final Backing backing;
        private final Chain chain = new Chain(new TopicPartition("inventory.events", 1));

        Log(Backing backing) {
            this.backing = backing;
        }

        /** The event as it was written, and the quantity as it stands there now. */
        void received(long version, int written, int stored) {
            var record = record(version, written);
            chain.append(record);
            var changed = record(version, stored);
            record.headers()
                    .forEach(header -> {
                        if (header.key().equals("daybook-chain")) {
                            changed.headers().add(header);
                        }
                    });
            try (var producer =
                    new KafkaProducer<>(
                            Map.<String, Object>of("bootstrap.servers", backing.kafka()),
                            new StringSerializer(),
                            new ByteArraySerializer())) {
                producer.send(changed);
            }
        }

        private static ProducerRecord<String, byte[]> record(long version, int quantity) {
            String json = "{\"quantity\":%d,\"reference\":\"d1\"}".formatted(quantity);
            var record =
                    new ProducerRecord<>(
                            "inventory.events", 1, "TEAPOT", json.getBytes(StandardCharsets.UTF_8));
            Stream.of(
                            "ce_type=stock-received",
                            "ce_time=2026-01-01T12:00:00Z",
                            "daybook-kind=event",
                            "daybook-version=" + version,
                            "daybook-schema=1",
                            "daybook-command=c-" + version,
                            "daybook-correlation=r1")
                    .map(header -> header.split("=", 2))
                    .forEach(header ->
                            record.headers()
                                    .add(header[0], header[1].getBytes(StandardCharsets.UTF_8)));
            return record;
        }
    }
}
