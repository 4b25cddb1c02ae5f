package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.kafka.CommandCodec;
import daybook.eventlog.kafka.Topics;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Control.Redrive;
import daybook.eventlog.testing.Tally.Command.Add;
import daybook.eventlog.testing.Tally.Command.Explode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a release has parked that kept no queue is seen to like anything else. */
class ParkedUpgradeTest {

    private static Backing backing;

    @BeforeAll
    static void start() {
        backing = Backing.start("tally");
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    @Test
    void a_command_whose_place_was_not_noted_is_found_in_the_parking_lot() throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            log.stop("1");
            var lost = headers("old", "c");
            write(
                    Topics.events(log.service()),
                    "old",
                    "{\"why\":\"as asked\"}",
                    Map.of(
                            "ce_type", "command-parked",
                            "ce_time", lost.time().toString(),
                            "daybook-kind", "parked",
                            "daybook-version", "0",
                            "daybook-command", "c",
                            "daybook-correlation", "test"));
            var command =
                    CommandCodec.encode(
                            "test",
                            Tally.service(log.service())
                                    .inbox()
                                    .message("old", new Add(List.of(7))),
                            lost);
            write(
                    new ProducerRecord<>(
                            Topics.parked(log.service()),
                            0,
                            command.key(),
                            command.value(),
                            command.headers()));
            log.start("1");

            assertThat(log.submit(headers("old", "d"), new Add(List.of(1))))
                    .isEqualTo(new Answer.Parked(0));
            assertThat(
                            log.operate(
                                            headers("old", "r"),
                                            new Redrive("olivia", "mended", 2, "d"))
                                    .version())
                    .isEqualTo(2);
            assertThat(log.events("old").getFirst().event()).isEqualTo(new Tally.Event.Added(7));
        }
    }

    @Test
    void a_queue_that_the_cache_lacks_is_read_from_the_log() throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            log.submit(headers("cached", "a"), new Add(List.of(1)));
            log.submit(headers("cached", "b"), new Explode("cached"));
            log.stop("1");
            try (var connection = backing.database("tally").dataSource().getConnection();
                    var statement = connection.createStatement()) {
                assertThat(statement.executeUpdate("DELETE FROM eventlog_parked")).isOne();
            }
            Tally.mend("cached");
            log.start("1");

            assertThat(log.parkedStreams()).isOne();
            assertThat(
                            log.operate(
                                            headers("cached", "r"),
                                            new Redrive("olivia", "mended", 1, "b"))
                                    .version())
                    .isEqualTo(2);
        }
    }

    private static void write(String topic, String key, String value, Map<String, String> headers) {
        var record = new ProducerRecord<>(topic, 0, key, value.getBytes(StandardCharsets.UTF_8));
        headers.forEach(
                (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        write(record);
    }

    private static void write(ProducerRecord<String, byte[]> record) {
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", (Object) backing.kafka()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            producer.send(record);
        }
    }

    private static CommandHeaders headers(String stream, String id) {
        return new CommandHeaders(
                stream,
                id,
                "test",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.parse("2026-01-01T12:00:00Z"));
    }
}
