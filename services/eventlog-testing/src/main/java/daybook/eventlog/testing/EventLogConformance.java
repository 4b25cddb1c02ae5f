package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.Decision;
import daybook.eventlog.Envelope;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.testing.Tally.Command.Add;
import daybook.eventlog.testing.Tally.Command.Explode;
import daybook.eventlog.testing.Tally.Command.Remind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every log implementation has to keep. Each test uses a stream of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class EventLogConformance {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static final int LIMIT_AND_MORE = Tally.LIMIT + 50;

    private LogUnderTest log;

    /** Starts an empty log. */
    protected abstract LogUnderTest open() throws Exception;

    @BeforeAll
    void openLog() throws Exception {
        log = open();
    }

    @AfterAll
    void closeLog() {
        log.close();
    }

    protected final LogUnderTest log() {
        return log;
    }

    protected static String newStream() {
        return "tally-" + UUID.randomUUID();
    }

    /** Headers of a command that a client gives. */
    protected static CommandHeaders command(String stream, String id) {
        return command(stream, id, Optional.empty(), Optional.of("print of " + id));
    }

    private static CommandHeaders command(
            String stream, String id, Optional<Long> expected, Optional<String> fingerprint) {
        return new CommandHeaders(
                stream,
                id,
                "correlation of " + id,
                Optional.empty(),
                Optional.empty(),
                expected,
                fingerprint,
                NOON);
    }

    protected final List<Long> versions(String stream) {
        return log.events(stream).stream().map(Envelope::version).toList();
    }

    @Test
    void a_command_appends_its_events_with_contiguous_versions() {
        String stream = newStream();

        Answer first = log.submit(command(stream, "a"), new Add(List.of(1, 2, 3)));
        Answer second = log.submit(command(stream, "b"), new Add(List.of(4)));

        assertThat(first.version()).isEqualTo(3);
        assertThat(second.version()).isEqualTo(4);
        assertThat(versions(stream)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(log.events(stream).getLast())
                .satisfies(event -> {
                    assertThat(event.event()).isEqualTo(new Tally.Event.Added(4));
                    assertThat(event.type()).isEqualTo("added");
                    assertThat(event.commandId()).isEqualTo("b");
                    assertThat(event.correlationId()).isEqualTo("correlation of b");
                    assertThat(event.time()).isEqualTo(NOON);
                    assertThat(event.position()).isEqualTo(((Answer.Done) second).position());
                });
    }

    @Test
    void a_repeated_command_gets_the_original_answer_and_adds_nothing() {
        String stream = newStream();
        Answer original = log.submit(command(stream, "a"), new Add(List.of(1, 2)));
        log.submit(command(stream, "b"), new Add(List.of(3)));

        assertThat(log.submit(command(stream, "a"), new Add(List.of(1, 2)))).isEqualTo(original);
        assertThat(versions(stream)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_refusal_is_the_answer_for_good_even_when_it_would_succeed_by_now() {
        String stream = newStream();
        CommandHeaders early = command(stream, "early", Optional.of(1L), Optional.empty());
        Answer refused = log.submit(early, new Add(List.of(5)));
        log.submit(command(stream, "a"), new Add(List.of(1)));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        answer -> {
                            assertThat(answer.reason()).isEqualTo(Decision.Reason.STALE);
                            assertThat(answer.code()).isEqualTo("stale-version");
                        });
        assertThat(log.submit(early, new Add(List.of(5)))).isEqualTo(refused);
        log.crash();
        assertThat(log.submit(early, new Add(List.of(5)))).isEqualTo(refused);
        log.crashWithoutCache();
        assertThat(log.submit(early, new Add(List.of(5)))).isEqualTo(refused);
        assertThat(versions(stream)).containsExactly(1L);
    }

    @Test
    void a_refused_command_adds_no_event() {
        String stream = newStream();

        Answer answer = log.submit(command(stream, "a"), new Add(List.of(60, 60)));

        assertThat(answer)
                .isEqualTo(
                        new Answer.Refused(
                                0, Decision.Reason.CONFLICT, "over-limit", "120 is over 100"));
        assertThat(log.events(stream)).isEmpty();
    }

    @Test
    void the_same_id_with_another_request_is_refused() {
        String stream = newStream();
        log.submit(command(stream, "a"), new Add(List.of(1)));

        Answer answer =
                log.submit(
                        command(stream, "a", Optional.empty(), Optional.of("another")),
                        new Add(List.of(2)));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("idempotency-key-reused"));
        assertThat(versions(stream)).containsExactly(1L);
    }

    @Test
    void a_command_that_expects_the_present_version_is_done() {
        String stream = newStream();
        log.submit(command(stream, "a"), new Add(List.of(1)));

        Answer answer =
                log.submit(
                        command(stream, "b", Optional.of(1L), Optional.empty()),
                        new Add(List.of(1)));

        assertThat(answer).isInstanceOf(Answer.Done.class);
        assertThat(answer.version()).isEqualTo(2);
    }

    @Test
    void a_crash_loses_nothing_and_repeats_nothing() {
        String stream = newStream();
        Answer done = log.submit(command(stream, "a"), new Add(List.of(40, 50)));
        Answer refused = log.submit(command(stream, "b"), new Add(List.of(20)));

        log.crash();

        assertThat(log.submit(command(stream, "a"), new Add(List.of(40, 50)))).isEqualTo(done);
        assertThat(log.submit(command(stream, "b"), new Add(List.of(20)))).isEqualTo(refused);
        assertThat(log.submit(command(stream, "c"), new Add(List.of(10))).version()).isEqualTo(3);
        assertThat(versions(stream)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void the_log_alone_gives_states_and_answers_back() {
        String stream = newStream();
        Answer done = log.submit(command(stream, "a"), new Add(List.of(40, 50)));
        Answer refused = log.submit(command(stream, "b"), new Add(List.of(20)));

        log.crashWithoutCache();

        assertThat(log.submit(command(stream, "a"), new Add(List.of(40, 50)))).isEqualTo(done);
        assertThat(log.submit(command(stream, "b"), new Add(List.of(20)))).isEqualTo(refused);
        assertThat(log.submit(command(stream, "c"), new Add(List.of(10))).version()).isEqualTo(3);
    }

    @Test
    void messages_are_committed_once_each_and_named_after_the_event_that_caused_them() {
        String stream = newStream();
        log.submit(command(stream, "a"), new Add(List.of(1, 2)));
        log.submit(command(stream, "a"), new Add(List.of(1, 2)));
        log.submit(command(stream, "b"), new Add(List.of(99)));
        log.crash();
        log.submit(command(stream, "c"), new Add(List.of(3)));

        assertThat(log.toldToPeer(stream))
                .extracting(id -> id.substring(id.indexOf('/') + 1))
                .containsExactly(stream + "/1#0", stream + "/2#0", stream + "/3#0");
    }

    @Test
    void a_decider_that_throws_stops_only_its_own_stream() {
        String broken = newStream();
        String well = newStream();
        log.submit(command(broken, "a"), new Add(List.of(1)));

        assertThat(log.submit(command(broken, "b"), new Explode("never mended")))
                .isEqualTo(new Answer.Parked(1));
        assertThat(log.submit(command(broken, "c"), new Add(List.of(1))))
                .isEqualTo(new Answer.Parked(1));
        assertThat(log.submit(command(well, "a"), new Add(List.of(1))).version()).isEqualTo(1);
        log.crash();
        assertThat(log.submit(command(broken, "d"), new Add(List.of(1))))
                .isEqualTo(new Answer.Parked(1));
        assertThat(versions(broken)).containsExactly(1L);
    }

    @Test
    void a_command_that_cannot_be_read_stops_only_its_own_stream() {
        String broken = newStream();
        String well = newStream();

        assertThat(log.submitGarbage(command(broken, "a"))).isEqualTo(new Answer.Parked(0));
        assertThat(log.submit(command(broken, "b"), new Add(List.of(1))))
                .isEqualTo(new Answer.Parked(0));
        assertThat(log.submit(command(well, "a"), new Add(List.of(1))).version()).isEqualTo(1);
    }

    @Test
    void a_deadline_fires_once() {
        String stream = newStream();
        log.submit(command(stream, "a"), new Remind(NOON));

        log.awaitDeadlines(stream, 2);
        log.crash();
        log.submit(command(stream, "b"), new Add(List.of(1)));

        assertThat(log.events(stream))
                .extracting(Envelope::event)
                .containsExactly(
                        new Tally.Event.ReminderSet(NOON),
                        new Tally.Event.Rung(),
                        new Tally.Event.Added(1));
    }

    @Test
    void commands_that_come_at_once_are_decided_one_after_the_other() throws Exception {
        String stream = newStream();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    threads.invokeAll(
                            IntStream.range(0, LIMIT_AND_MORE)
                                    .<Callable<Answer>>mapToObj(i ->
                                            () ->
                                                    log.submit(
                                                            command(stream, "c" + i),
                                                            new Add(List.of(1))))
                                    .toList());
            long done = 0;
            for (var answer : answers) {
                done += answer.get() instanceof Answer.Done ? 1 : 0;
            }
            assertThat(done).isEqualTo(Tally.LIMIT);
        }
        assertThat(versions(stream))
                .isEqualTo(LongStream.rangeClosed(1, Tally.LIMIT).boxed().toList());
    }
}
