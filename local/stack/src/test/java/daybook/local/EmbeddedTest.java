package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTest {

    private static final TopicPartition DIARY = new TopicPartition("diary", 0);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private Path directory;

    @Test
    void records_survive_an_orderly_end_and_a_crash_of_the_broker() throws Exception {
        var topics = List.of(new NewTopic(DIARY.topic(), 1, (short) 1));
        try (var kafka = EmbeddedKafka.start(directory)) {
            kafka.createTopics(topics);
            kafka.createTopics(topics);
            append(kafka, "before the restart");
            kafka.stop();
            kafka.start();
            append(kafka, "before the crash");
            kafka.kill();
            kafka.start();

            assertThat(read(kafka)).containsExactly("before the restart", "before the crash");
        }
    }

    @Test
    void rows_survive_an_orderly_end_and_a_crash_of_the_database() throws Exception {
        try (var postgres = EmbeddedPostgres.start(directory, "ledger", "other")) {
            execute(postgres, "create table entry (id int)");
            execute(postgres, "insert into entry values (1)");
            postgres.stop();
            postgres.start();
            execute(postgres, "insert into entry values (2)");
            postgres.kill();
            postgres.start();

            assertThat(number(postgres, "select sum(id) from entry")).isEqualTo(3);
            assertThat(
                            number(
                                    postgres,
                                    "select count(*) from pg_settings where setting = 'on' and name in ('fsync', 'synchronous_commit', 'full_page_writes')"))
                    .isEqualTo(3);
        }
    }

    @Test
    void a_database_lets_in_its_owner_only() throws Exception {
        try (var postgres = EmbeddedPostgres.start(directory, "ledger", "other")) {
            String ledger = postgres.jdbcUrl("ledger");
            assertThatThrownBy(() -> DriverManager.getConnection(ledger, "ledger", "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() ->
                            DriverManager.getConnection(
                                    ledger, "other", postgres.password("other")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    private static void append(EmbeddedKafka kafka, String value) throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>(DIARY.topic(), "key", value))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedKafka kafka) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(DIARY));
            consumer.seekToBeginning(List.of(DIARY));
            return consumer.poll(LIMIT).records(DIARY).stream()
                    .map(record -> record.value())
                    .toList();
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl("ledger"), "ledger", postgres.password("ledger"));
    }

    private static void execute(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (var connection = connect(postgres);
                var running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    private static int number(EmbeddedPostgres postgres, String query) throws SQLException {
        try (var connection = connect(postgres);
                var running = connection.createStatement();
                var rows = running.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }
}
