package daybook.order.http;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that is stored anywhere, as one text to search. */
final class Stores {

    private Stores() {}

    /** Every record of every topic with its headers, committed or not, and every row. */
    static String all(String kafka, DataSource... databases) throws Exception {
        var text = new StringBuilder();
        records(kafka, text);
        for (DataSource database : databases) {
            rows(database, text);
        }
        return text.toString();
    }

    private static void records(String kafka, StringBuilder text)
            throws ExecutionException, InterruptedException {
        Map<String, Object> config = Map.of("bootstrap.servers", kafka);
        try (var admin = Admin.create(config);
                var consumer =
                        new KafkaConsumer<>(
                                config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : admin.listTopics().names().get()) {
                consumer.partitionsFor(topic)
                        .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    append(text, record.key());
                    append(text, record.value());
                    record.headers().forEach(header -> append(text, header.value()));
                }
            }
        }
    }

    private static void append(StringBuilder text, byte[] bytes) {
        if (bytes != null) {
            text.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
    }

    private static void rows(DataSource database, StringBuilder text) throws SQLException {
        try (Connection connection = database.getConnection();
                var tables =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            while (tables.next()) {
                String table = tables.getString(1);
                try (var rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT t::text FROM \"%s\" t".formatted(table))) {
                    while (rows.next()) {
                        text.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
    }
}
