package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.Decision;
import daybook.eventlog.Envelope;
import daybook.eventlog.shard.Act;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.Control.Discard;
import daybook.eventlog.shard.Control.PassOver;
import daybook.eventlog.shard.Control.Redrive;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.testing.Tally.Command.Add;
import daybook.eventlog.testing.Tally.Command.Explode;
import daybook.eventlog.testing.Tally.Event.Added;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every log implementation has to keep of what is parked. */
public abstract class ParkingConformance extends EventLogConformance {

    private static final String OPERATOR = "olivia";
    private static final String WHY = "the bug is mended";

    /** A stream at version 1 with a command that exploded, and one that waits behind it. */
    private String parked(String bug) {
        String stream = newStream();
        log().submit(command(stream, "a"), new Add(List.of(1)));
        assertThat(log().submit(command(stream, "b"), new Explode(bug)))
                .isEqualTo(new Answer.Parked(1));
        assertThat(log().submit(command(stream, "c"), new Add(List.of(2, 3))))
                .isEqualTo(new Answer.Parked(1));
        return stream;
    }

    private static String newBug() {
        return UUID.randomUUID().toString();
    }

    private Answer redrive(String stream, String id, int count, String last) {
        return log().operate(command(stream, id), new Redrive(OPERATOR, WHY, count, last));
    }

    private Act act(String stream) {
        return ((Entry.Acted<?>) log().entries(stream).getLast()).act();
    }

    private void assertRefused(Answer answer, Decision.Reason reason, String code) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> {
                            assertThat(refused.reason()).isEqualTo(reason);
                            assertThat(refused.code()).isEqualTo(code);
                        });
    }

    @Test
    void a_redrive_decides_what_is_parked_in_its_order_and_gives_it_new_answers() {
        String bug = newBug();
        String stream = parked(bug);
        Tally.mend(bug);

        Answer redriven = redrive(stream, "r", 2, "c");

        assertThat(redriven.version()).isEqualTo(4);
        assertThat(log().events(stream))
                .extracting(Envelope::event)
                .containsExactly(new Added(1), new Added(1), new Added(2), new Added(3));
        assertThat(log().events(stream))
                .extracting(Envelope::commandId)
                .containsExactly("a", "b", "c", "c");
        assertThat(act(stream))
                .isEqualTo(
                        new Act(
                                Act.Kind.REDRIVE,
                                OPERATOR,
                                WHY,
                                List.of("b", "c"),
                                Optional.empty(),
                                Optional.empty(),
                                0));
        assertThat(log().submit(command(stream, "b"), new Explode(bug)).version()).isEqualTo(2);
        assertThat(log().submit(command(stream, "c"), new Add(List.of(2, 3))))
                .isInstanceOfSatisfying(
                        Answer.Done.class, done -> assertThat(done.version()).isEqualTo(4));
        assertThat(log().submit(command(stream, "d"), new Add(List.of(1))).version()).isEqualTo(5);
        assertThat(versions(stream)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void a_redrive_sends_others_what_they_would_have_been_sent() {
        String bug = newBug();
        String stream = parked(bug);
        Tally.mend(bug);

        redrive(stream, "r", 2, "c");
        redrive(stream, "r", 2, "c");

        assertThat(log().toldToPeer(stream))
                .extracting(id -> id.substring(id.indexOf('/') + 1))
                .containsExactly(
                        stream + "/1#0", stream + "/2#0", stream + "/3#0", stream + "/4#0");
    }

    @Test
    void a_repeated_redrive_gets_its_first_answer_and_changes_nothing() {
        String bug = newBug();
        String stream = parked(bug);
        Tally.mend(bug);
        Answer first = redrive(stream, "r", 2, "c");

        assertThat(redrive(stream, "r", 2, "c")).isEqualTo(first);
        log().crash();
        assertThat(redrive(stream, "r", 2, "c")).isEqualTo(first);
        log().crashWithoutCache();
        assertThat(redrive(stream, "r", 2, "c")).isEqualTo(first);
        assertThat(versions(stream)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void what_an_operator_did_survives_every_crash() {
        log().crash();
        long others = log().parkedStreams();
        String bug = newBug();
        String stream = parked(bug);
        log().crash();
        Tally.mend(bug);
        assertThat(log().parkedStreams()).isEqualTo(others + 1);

        Answer redriven = redrive(stream, "r", 2, "c");
        Answer answered = log().submit(command(stream, "c"), new Add(List.of(2, 3)));

        assertThat(redriven.version()).isEqualTo(4);
        log().crash();
        assertThat(log().submit(command(stream, "c"), new Add(List.of(2, 3)))).isEqualTo(answered);
        assertThat(log().submit(command(stream, "d"), new Add(List.of(1))).version()).isEqualTo(5);
        log().crashWithoutCache();
        assertThat(log().submit(command(stream, "c"), new Add(List.of(2, 3)))).isEqualTo(answered);
        assertThat(log().submit(command(stream, "e"), new Add(List.of(1))).version()).isEqualTo(6);
        assertThat(log().parkedStreams()).isEqualTo(others);
    }

    @Test
    void a_command_that_fails_again_keeps_those_behind_it_parked() {
        String bug = newBug();
        String another = newBug();
        String stream = parked(bug);
        log().submit(command(stream, "d"), new Explode(another));
        log().submit(command(stream, "e"), new Add(List.of(4)));
        Tally.mend(bug);

        assertThat(redrive(stream, "r", 4, "e").version()).isEqualTo(4);

        assertThat(act(stream).commands()).containsExactly("b", "c");
        assertThat(act(stream).stuck())
                .hasValueSatisfying(stuck -> {
                    assertThat(stuck.commandId()).isEqualTo("d");
                    assertThat(stuck.why()).contains(another);
                });
        assertThat(act(stream).left()).isEqualTo(2);
        log().crash();
        assertThat(log().submit(command(stream, "f"), new Add(List.of(1))))
                .isEqualTo(new Answer.Parked(4));
        Tally.mend(another);
        assertThat(redrive(stream, "r2", 2, "e").version()).isEqualTo(7);
        assertThat(act(stream).commands()).containsExactly("d", "e", "f");
    }

    @Test
    void an_operator_who_saw_another_queue_is_refused() {
        String bug = newBug();
        String stream = parked(bug);
        Tally.mend(bug);

        assertRefused(redrive(stream, "r1", 3, "c"), Decision.Reason.STALE, "stale-queue");
        assertRefused(redrive(stream, "r2", 1, "c"), Decision.Reason.STALE, "stale-queue");
        assertRefused(redrive(stream, "r3", 0, "c"), Decision.Reason.STALE, "stale-queue");
        assertRefused(
                log().operate(command(stream, "d"), new Discard(OPERATOR, WHY, "a")),
                Decision.Reason.STALE,
                "stale-queue");
        assertThat(versions(stream)).containsExactly(1L);
        assertThat(redrive(stream, "r4", 2, "c").version()).isEqualTo(4);
        assertRefused(redrive(stream, "r5", 2, "c"), Decision.Reason.STALE, "stale-queue");
    }

    @Test
    void a_redrive_also_decides_what_has_come_since_the_operator_looked() {
        String bug = newBug();
        String stream = parked(bug);
        Tally.mend(bug);

        assertThat(redrive(stream, "r", 1, "b").version()).isEqualTo(4);

        assertThat(act(stream).commands()).containsExactly("b", "c");
    }

    @Test
    void a_discarded_command_is_refused_with_the_operators_reason_and_the_rest_waits() {
        String stream = parked(newBug());

        Answer discarded =
                log().operate(command(stream, "x"), new Discard(OPERATOR, "a duplicate", "b"));

        assertThat(discarded).isInstanceOf(Answer.Done.class);
        assertThat(act(stream).commands()).containsExactly("b");
        assertThat(act(stream).left()).isEqualTo(1);
        Answer told = log().submit(command(stream, "b"), new Explode("never mended"));
        assertRefused(told, Decision.Reason.CONFLICT, "command-discarded");
        assertThat(((Answer.Refused) told).detail()).contains("a duplicate");
        assertThat(log().submit(command(stream, "d"), new Add(List.of(1))))
                .isEqualTo(new Answer.Parked(1));
        log().crash();
        assertThat(log().submit(command(stream, "b"), new Explode("never mended"))).isEqualTo(told);
        assertThat(redrive(stream, "r", 2, "d").version()).isEqualTo(4);
    }

    @Test
    void a_stream_is_free_once_its_last_command_is_discarded() {
        String stream = newStream();
        log().submitGarbage(command(stream, "a"));

        log().operate(command(stream, "x"), new Discard(OPERATOR, WHY, "a"));

        assertThat(log().submit(command(stream, "b"), new Add(List.of(1))).version()).isEqualTo(1);
        log().crashWithoutCache();
        assertThat(log().submit(command(stream, "c"), new Add(List.of(1))).version()).isEqualTo(2);
    }

    @Test
    void a_command_that_cannot_be_read_is_stuck_again() {
        String stream = newStream();
        log().submitGarbage(command(stream, "a"));
        log().submit(command(stream, "b"), new Add(List.of(1)));

        assertThat(redrive(stream, "r", 2, "b").version()).isZero();

        assertThat(act(stream).commands()).isEmpty();
        assertThat(act(stream).stuck().map(Act.Stuck::commandId)).contains("a");
        assertThat(act(stream).left()).isEqualTo(2);
    }

    @Test
    void an_entry_that_cannot_be_read_stops_only_its_own_stream() {
        String broken = newStream();
        String well = newStream();
        log().submit(command(broken, "a"), new Add(List.of(1)));
        log().malform(broken);

        log().crash();

        assertThat(log().submit(command(broken, "b"), new Add(List.of(2))))
                .isEqualTo(new Answer.Parked(1));
        assertThat(log().submit(command(well, "a"), new Add(List.of(1))).version()).isEqualTo(1);
        log().crash();
        assertThat(log().submit(command(broken, "c"), new Add(List.of(2))))
                .isEqualTo(new Answer.Parked(1));
        log().crashWithoutCache();
        assertThat(log().submit(command(broken, "d"), new Add(List.of(2))))
                .isEqualTo(new Answer.Parked(1));
        assertRefused(redrive(broken, "r", 3, "d"), Decision.Reason.CONFLICT, "stream-broken");
    }

    @Test
    void a_stream_goes_on_behind_an_entry_that_an_operator_has_passed_over() {
        String stream = newStream();
        log().submit(command(stream, "a"), new Add(List.of(1)));
        long offset = log().malform(stream);
        // Its owner has not read it, and goes on, until it has to read everything back.
        Answer behind = log().submit(command(stream, "b"), new Add(List.of(2)));
        log().crashWithoutCache();
        log().submit(command(stream, "c"), new Add(List.of(3)));
        assertThat(log().submit(command(stream, "b"), new Add(List.of(2)))).isEqualTo(behind);
        log().crash();

        assertRefused(
                log().operate(command(stream, "o1"), new PassOver(OPERATOR, WHY, offset + 1)),
                Decision.Reason.STALE,
                "stale-queue");
        assertThat(log().operate(command(stream, "o2"), new PassOver(OPERATOR, WHY, offset)))
                .isInstanceOf(Answer.Done.class);
        assertThat(redrive(stream, "r", 1, "c").version()).isEqualTo(3);

        log().crash();
        assertThat(log().submit(command(stream, "d"), new Add(List.of(4))).version()).isEqualTo(4);
        log().crashWithoutCache();
        assertThat(log().submit(command(stream, "e"), new Add(List.of(5))).version()).isEqualTo(5);
        assertThat(log().events(stream))
                .extracting(Envelope::event)
                .containsExactly(
                        new Added(1), new Added(2), new Added(3), new Added(4), new Added(5));
    }
}
