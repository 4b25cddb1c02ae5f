package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.testing.Tally.Command.Add;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From the log alone, the stored state of all streams is what it was, byte by byte. */
class SameStateTest {

    private static final int STREAMS = 20;

    @Test
    void an_empty_database_is_filled_with_the_same_bytes() throws Exception {
        try (var backing = Backing.start("tally");
                var log = new KafkaLog(backing, 4)) {
            for (int stream = 0; stream < STREAMS; stream++) {
                // Done, done again, unchanged, refused and parked.
                log.submit(headers(stream, "first"), new Add(List.of(1, 2)));
                log.submit(headers(stream, "first"), new Add(List.of(1, 2)));
                log.submit(headers(stream, "nothing"), new Add(List.of()));
                log.submit(
                        headers(stream, "too much"), new Add(Collections.nCopies(2, Tally.LIMIT)));
            }
            log.submitGarbage(headers(0, "garbage"));

            log.stop("1");
            var before = dump(backing);
            log.start("1");
            log.crashWithoutCache();
            log.stop("1");

            assertThat(before.get("eventlog_stream")).hasSize(STREAMS);
            assertThat(before.get("eventlog_answer")).hasSizeGreaterThan(2 * STREAMS);
            assertThat(dump(backing)).isEqualTo(before);
        }
    }

    private static Map<String, List<String>> dump(Backing backing) throws SQLException {
        Map<String, List<String>> tables = new HashMap<>();
        try (var connection = backing.database("tally").dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (String table : List.of("eventlog_stream", "eventlog_answer")) {
                List<String> rows = new ArrayList<>();
                var row =
                        statement.executeQuery(
                                "SELECT t::text FROM %s t ORDER BY 1".formatted(table));
                while (row.next()) {
                    rows.add(row.getString(1));
                }
                tables.put(table, rows);
            }
        }
        return tables;
    }

    private static CommandHeaders headers(int stream, String command) {
        return new CommandHeaders(
                "s" + stream,
                command,
                "test",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
