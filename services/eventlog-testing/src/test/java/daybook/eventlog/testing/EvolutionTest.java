package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import daybook.eventlog.Envelope;
import daybook.eventlog.Service;
import daybook.eventlog.TypeTable;
import daybook.eventlog.kafka.ShardLoop;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Stored;
import daybook.eventlog.state.JdbcStateCache;
import daybook.eventlog.state.StateCacheException;
import daybook.eventlog.testing.Tally.Command;
import daybook.eventlog.testing.Tally.Event;
import daybook.eventlog.testing.Tally.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Releases that store differently, on the same log and the same database. */
class EvolutionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Backing backing;

    /** As the release before wrote it; the newer one has raised the number and kept the fields. */
    record AddV1(List<Integer> amounts) implements Supplier<Command.Add> {
        @Override
        public Command.Add get() {
            return new Command.Add(amounts);
        }
    }

    record AddedV1(int amount) implements Supplier<Event.Added> {
        @Override
        public Event.Added get() {
            return new Event.Added(amount);
        }
    }

    @BeforeAll
    static void start() {
        backing = Backing.start("tally");
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    @Test
    void a_replica_that_meets_a_newer_command_hands_its_partitions_to_one_that_knows_it()
            throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            Service<Command, State, Event> newer = newer(log.service());
            log.stop("1");
            ShardLoop<?, ?, ?> outdated = log.begin("old");
            await().atMost(PATIENCE).until(() -> outdated.status().life() == ShardLoop.Life.ACTIVE);
            log.start("new", newer);

            var command = newer.inbox().message("s", new Command.Add(List.of(1)));
            Answer answer = log.submit(headers("s"), command);

            assertThat(answer).isInstanceOf(Answer.Done.class);
            assertThat(outdated.status().life()).isEqualTo(ShardLoop.Life.FAILED);
            assertThat(outdated.status().trouble())
                    .contains("add is stored in version 2")
                    .contains("up to 1")
                    .contains("update this replica");
            assertThat(outdated.isAlive()).as("a restart would not help").isTrue();
        }
    }

    @Test
    void a_replica_that_meets_a_newer_event_stands_aside_and_decides_nothing() throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            assertThat(add(log, "s")).isEqualTo(1);
            log.stop("1");
            log.start("new", newer(log.service()));
            assertThat(add(log, "s")).isEqualTo(2);
            log.stop("new");
            backing.database("tally")
                    .dataSource()
                    .getConnection()
                    .createStatement()
                    .execute("TRUNCATE eventlog_checkpoint, eventlog_stream, eventlog_answer");

            ShardLoop<?, ?, ?> outdated = log.begin("old");
            await().atMost(PATIENCE)
                    .until(() ->
                            outdated.status().trouble().contains("added is stored in version 2"));
            log.start("newer", newer(log.service()));

            assertThat(add(log, "s")).isEqualTo(3);
        }
    }

    @Test
    void what_was_written_before_is_read_as_today() throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            assertThat(add(log, "s")).isEqualTo(1);
            Envelope<Event> before = log.events("s").getFirst();
            log.stop("1");

            log.start("new", newer(log.service()));

            assertThat(before.schemaVersion()).isEqualTo(1);
            assertThat(add(log, "s")).as("an old command, too").isEqualTo(2);
        }
    }

    @Test
    void states_of_another_schema_are_posted_again_from_the_log() throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            assertThat(add(log, "s")).isEqualTo(1);
            log.stop("1");
            spoilStates();

            Service<Command, State, Event> now = Tally.service(log.service());
            log.start(
                    "new",
                    new Service<>(
                            now.name(),
                            now.decider(),
                            now.process(),
                            now.commands(),
                            now.events(),
                            now.states(),
                            now.stateSchema() + 1));

            assertThat(add(log, "s")).isEqualTo(2);
            assertThat(schemas()).isEqualTo("2");
        }
    }

    @Test
    void a_replica_that_wakes_up_late_stores_no_states_of_its_schema() throws Exception {
        try (var log = new KafkaLog(backing, 1)) {
            log.stop("1");
            var dataSource = backing.database("tally").dataSource();
            var states = Tally.service(log.service()).states();
            var before = new JdbcStateCache<>(dataSource, states, 1);
            var after = new JdbcStateCache<>(dataSource, states, 2);
            before.save(List.of(changes(10)));
            assertThat(before.streams(List.of("s"))).hasSize(1);

            assertThat(after.checkpoint(0)).isEmpty();
            assertThatThrownBy(() -> before.save(List.of(changes(11))))
                    .isInstanceOf(StateCacheException.class)
                    .hasMessageContaining("schema 2 and not 1");

            assertThat(after.streams(List.of("s"))).isEmpty();
            after.save(List.of(changes(5)));
            assertThat(after.checkpoint(0)).hasValue(6L);
        }
    }

    private static Stored.Changes<State> changes(long offset) {
        var stream =
                new Stored.Stream<>(
                        "s",
                        1,
                        new State(1, Optional.empty(), 0),
                        offset,
                        "c",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty());
        return new Stored.Changes<>(0, offset + 1, List.of(stream), List.of(), List.of());
    }

    private static Service<Command, State, Event> newer(String name) {
        Service<Command, State, Event> now = Tally.service(name);
        return new Service<>(
                name,
                now.decider(),
                now.process(),
                TypeTable.of(
                        Command.class,
                        Map.of(
                                "add", Command.Add.class,
                                "add.v1", AddV1.class,
                                "explode", Command.Explode.class,
                                "remind", Command.Remind.class,
                                "ring", Command.Ring.class)),
                TypeTable.of(
                        Event.class,
                        Map.of(
                                "added", Event.Added.class,
                                "added.v1", AddedV1.class,
                                "reminder-set", Event.ReminderSet.class,
                                "rung", Event.Rung.class)),
                now.states(),
                now.stateSchema());
    }

    /** The stream's version after one more was added. */
    private static long add(KafkaLog log, String stream) {
        return ((Answer.Done) log.submit(headers(stream), new Command.Add(List.of(1)))).version();
    }

    private static CommandHeaders headers(String stream) {
        return new CommandHeaders(
                stream,
                UUID.randomUUID().toString(),
                "test",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.now());
    }

    private static void spoilStates() throws Exception {
        try (var connection = backing.database("tally").dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE eventlog_stream SET state = 'spoilt'"))
                    .isPositive();
        }
    }

    private static String schemas() throws Exception {
        try (var connection = backing.database("tally").dataSource().getConnection();
                var statement = connection.createStatement()) {
            var row =
                    statement.executeQuery(
                            "SELECT string_agg(DISTINCT state_schema::text, ',') FROM eventlog_checkpoint");
            row.next();
            return row.getString(1);
        }
    }
}
