package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.Service;
import daybook.eventlog.history.History;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.testing.Tally.Command.Add;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A long stream's past is what the log says, and not read from its first event. */
class SnapshotsTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final int COMMANDS = 6;

    /** Events of each command; the last one adds one, so that the sum says how many there were. */
    private static final int RUN = 300;

    /** Was given long after those that follow it in the log. */
    private static final int LATE = 1;

    private static Backing backing;

    @BeforeAll
    static void start() {
        backing = Backing.start("tally");
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    private String name;

    @BeforeEach
    void makeALongStream() throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            name = log.service();
            for (int command = 0; command < COMMANDS; command++) {
                List<Integer> amounts = new ArrayList<>(Collections.nCopies(RUN - 1, 0));
                amounts.add(1);
                log.submit(headers(command), new Add(amounts));
                // What is in memory is stored.
                log.crash();
            }
        }
    }

    @Test
    void what_is_kept_changes_no_answer() throws Exception {
        assertThat(kept()).containsExactly(300L, 900L, 1_200L);
        try (var history = new Reader(Tally.service(name))) {
            for (long version : List.of(0, 1, 299, 300, 301, 899, 900, 901, 1_199, 1_800)) {
                assertThat(history.sum(version)).isEqualTo(version / RUN);
            }
            assertThat(history.version(START.minusSeconds(1))).isZero();
            assertThat(history.version(START)).isEqualTo(RUN);
            assertThat(history.version(START.plus(Duration.ofMinutes(10)))).isEqualTo(RUN);
            assertThat(history.version(START.plus(Duration.ofDays(1)))).isEqualTo(1_800);
            assertThat(history.version(Instant.MAX)).isEqualTo(1_800);
            assertThat(history.version(Instant.MIN)).isZero();
        }
    }

    @Test
    void a_state_is_made_from_the_last_one_kept_before_it() throws Exception {
        execute("UPDATE eventlog_snapshot SET state = replace(state, '\"sum\":3', '\"sum\":50')");
        try (var history = new Reader(Tally.service(name))) {
            assertThat(history.sum(899)).isEqualTo(2);
            assertThat(history.sum(1_199)).isEqualTo(50);
            assertThat(history.sum(1_200)).isEqualTo(4);
        }
    }

    @Test
    void states_of_another_schema_are_not_read() throws Exception {
        execute("UPDATE eventlog_snapshot SET state = '?'");
        Service<Tally.Command, Tally.State, Tally.Event> now = Tally.service(name);
        var next =
                new Service<>(
                        name,
                        now.decider(),
                        now.process(),
                        now.commands(),
                        now.events(),
                        now.states(),
                        now.stateSchema() + 1);
        try (var history = new Reader(next)) {
            assertThat(history.sum(1_800)).isEqualTo(COMMANDS);
        }
    }

    private static final class Reader implements AutoCloseable {
        private final History history;

        Reader(Service<?, ?, ?> service) {
            history =
                    new History(
                            service,
                            backing.database("tally").dataSource(),
                            Map.of("bootstrap.servers", backing.kafka()),
                            InstantSource.system());
        }

        int sum(long version) {
            var past = history.state("long", version);
            assertThat(past.version()).isEqualTo(version);
            return ((Tally.State) past.state()).sum();
        }

        long version(Instant at) {
            return history.state("long", at).version();
        }

        @Override
        public void close() {
            history.close();
        }
    }

    private static List<Long> kept() throws SQLException {
        try (var connection = backing.database("tally").dataSource().getConnection();
                var statement = connection.createStatement()) {
            List<Long> versions = new ArrayList<>();
            var row = statement.executeQuery("SELECT version FROM eventlog_snapshot ORDER BY 1");
            while (row.next()) {
                versions.add(row.getLong(1));
            }
            return versions;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = backing.database("tally").dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private static CommandHeaders headers(int command) {
        return new CommandHeaders(
                "long",
                "c" + command,
                "test",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                command == LATE
                        ? START.plus(Duration.ofHours(1))
                        : START.plus(Duration.ofMinutes(command)));
    }
}
