package daybook.cli.faults;

import static daybook.cli.faults.Promise.*;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.audit.OrderStatus;
import daybook.audit.Rule;
import org.junit.jupiter.api.Test;

/** Each promise, kept and broken, by histories and logs that are written by hand. */
class CheckerTest {

    @Test
    void what_was_told_and_is_so_breaks_no_promise() {
        assertThat(Told.clean().broken()).isEmpty();
    }

    @Test
    void an_accepted_command_that_the_log_does_not_have_is_lost() {
        assertThat(new Told().accepted("o1", "k1", 1, 10).repetitions().broken())
                .containsExactly(ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void a_pending_command_must_come_into_the_log_before_it_is_sent_again() {
        assertThat(
                        new Told()
                                .pending("o1", "k1")
                                .event("o1", 1, "k1", 10)
                                .repetitions()
                                .accepted("o1", "k1", 1, 10)
                                .look(Attempt.STAFF, "o1", "0-10", 1)
                                .broken())
                .isEmpty();
        assertThat(
                        new Told()
                                .pending("o1", "k1")
                                .repetitions()
                                .event("o1", 1, "k1", 10)
                                .accepted("o1", "k1", 1, 10)
                                .look(Attempt.STAFF, "o1", "0-10", 1)
                                .broken())
                .containsExactly(ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void a_command_that_was_never_answered_may_come_into_the_log_at_any_time() {
        assertThat(
                        new Told()
                                .unanswered("o1", "k1")
                                .repetitions()
                                .event("o1", 1, "k1", 10)
                                .accepted("o1", "k1", 1, 10)
                                .look(Attempt.STAFF, "o1", "0-10", 1)
                                .broken())
                .isEmpty();
    }

    @Test
    void a_refusal_that_the_log_does_not_have_is_lost() {
        assertThat(Told.clean().refused("o1", "k3", "stale-version").broken())
                .containsExactly(ACKNOWLEDGED_IS_KEPT);
    }

    @Test
    void an_answer_names_the_version_and_the_place_of_what_it_is_about() {
        assertThat(Told.clean().event("o2", 1, "k3", 12).accepted("o2", "k3", 1, 13).broken())
                .contains(ANSWER_IS_THE_LOGS);
        assertThat(Told.clean().event("o2", 1, "k3", 12).accepted("o2", "k3", 2, 12).broken())
                .contains(ANSWER_IS_THE_LOGS);
        assertThat(Told.clean().event("o2", 1, "k3", 12).accepted("o3", "k3", 1, 12).broken())
                .contains(ANSWER_IS_THE_LOGS);
    }

    @Test
    void what_was_refused_must_not_have_happened() {
        assertThat(
                        Told.clean()
                                .event("o1", 2, "k3", 12)
                                .refused("o1", "k3", "order-not-shipped")
                                .look(Attempt.STAFF, "o1", "0-12", 2)
                                .broken())
                .containsExactly(REFUSED_CHANGES_NOTHING);
    }

    @Test
    void events_of_one_command_follow_each_other_and_do_not_come_again() {
        assertThat(
                        Told.clean()
                                .event("o2", 1, "k3", 12)
                                .event("o2", 2, "k3", 13)
                                .accepted("o2", "k3", 2, 13)
                                .look(Attempt.STAFF, "o2", "0-13", 2)
                                .broken())
                .isEmpty();
        assertThat(
                        Told.clean()
                                .event("o1", 2, "k3", 12)
                                .event("o1", 3, "k4", 13)
                                .event("o1", 4, "k3", 14)
                                .accepted("o1", "k4", 3, 13)
                                .accepted("o1", "k3", 4, 14)
                                .look(Attempt.STAFF, "o1", "0-14", 4)
                                .broken())
                .containsExactly(APPLIED_ONCE);
        assertThat(Told.clean().refusal("o1", 1, "k2", 12).broken()).containsExactly(APPLIED_ONCE);
    }

    @Test
    void what_nobody_asked_for_must_not_be_there() {
        assertThat(
                        Told.clean()
                                .event("o1", 2, "k3", 12)
                                .look(Attempt.STAFF, "o1", "0-12", 2)
                                .broken())
                .containsExactly(ASKED_FOR);
    }

    @Test
    void a_repetition_is_told_what_was_told_first() {
        assertThat(Told.clean().accepted("o1", "k1", 2, 12).broken()).contains(SAME_ANSWER);
        assertThat(Told.clean().refused("o1", "k1", "order-exists").broken()).contains(SAME_ANSWER);
        assertThat(Told.clean().refused("o1", "k2", "another-code").broken())
                .containsExactly(SAME_ANSWER);
    }

    @Test
    void another_request_with_a_used_key_is_refused_as_such() {
        assertThat(Told.clean().reused("o1", "k1", "idempotency-key-reused").broken()).isEmpty();
        assertThat(Told.clean().reused("o1", "k2", "order-not-shipped").broken())
                .containsExactly(SAME_ANSWER);
    }

    @Test
    void what_was_acknowledged_first_stands_first() {
        assertThat(
                        Told.clean()
                                .event("o1", 3, "k4", 13)
                                .accepted("o1", "k4", 3, 13)
                                .event("o1", 2, "k3", 12)
                                .accepted("o1", "k3", 2, 12)
                                .look(Attempt.STAFF, "o1", "", 2)
                                .broken())
                .contains(IN_ORDER);
    }

    @Test
    void a_command_may_stand_before_one_that_was_answered_while_it_was_under_way() {
        assertThat(
                        Told.clean()
                                .unanswered("o1", "k3")
                                .event("o1", 2, "k3", 12)
                                .event("o1", 3, "k4", 13)
                                .accepted("o1", "k4", 3, 13)
                                .accepted("o1", "k3", 2, 12)
                                .look(Attempt.STAFF, "o1", "0-13", 3)
                                .broken())
                .isEmpty();
    }

    @Test
    void what_a_client_has_seen_it_does_not_see_younger_later() {
        Told told =
                Told.clean()
                        .event("o1", 2, "k3", 12)
                        .accepted("o1", "k3", 2, 12)
                        .look(Attempt.STAFF, "o1", "0-12", 2);

        assertThat(told.look(1, "o1", "", 2).look(2, "o1", "", 1).broken()).isEmpty();
        assertThat(told.look(1, "o1", "", 1).broken()).containsExactly(READS_GO_FORWARD);
    }

    @Test
    void what_a_client_has_seen_does_not_vanish() {
        assertThat(Told.clean().look(0, "o1", "", 0).broken()).containsExactly(READS_GO_FORWARD);
    }

    @Test
    void a_read_that_names_a_position_sees_what_stands_there() {
        Told told =
                Told.clean()
                        .event("o1", 2, "k3", 12)
                        .accepted("o1", "k3", 2, 12)
                        .look(Attempt.STAFF, "o1", "0-12", 2);

        assertThat(told.look(1, "o1", "", 1).broken()).isEmpty();
        assertThat(told.look(2, "o1", "0-12", 1).broken()).containsExactly(READS_SEE_POSITION);
    }

    @Test
    void in_the_end_the_rows_show_what_the_log_has() {
        assertThat(Told.clean().event("o2", 1, "k3", 12).accepted("o2", "k3", 1, 12).broken())
                .containsExactly(ROWS_AS_LOG);
        assertThat(Told.clean().look(Attempt.STAFF, "o1", "", 2).broken())
                .containsExactly(ROWS_AS_LOG);
    }

    @Test
    void rows_of_the_right_version_with_wrong_figures_are_not_as_the_log() {
        assertThat(Told.clean().ended(OrderStatus.REJECTED).broken()).containsExactly(ROWS_AS_LOG);
        assertThat(Told.clean().stockRow(0).broken()).isEmpty();
        assertThat(Told.clean().stockRow(5).broken()).containsExactly(ROWS_AS_LOG);
    }

    @Test
    void in_the_end_everybody_has_an_answer() {
        assertThat(Told.clean().pending("o1", "k3").refusal("o1", 1, "k3", 12).broken())
                .containsExactly(ANSWERED);
        assertThat(Told.clean().unanswered("o1", "k3").broken()).containsExactly(ANSWERED);
    }

    @Test
    void what_the_audit_finds_breaks_a_promise() {
        assertThat(Told.clean().found(Rule.STOCK_CONSERVED).broken()).containsExactly(AUDITED);
    }

    @Test
    void in_the_end_nothing_is_under_way_or_parked() {
        assertThat(Told.clean().underWay("orders waiting on a live deadline").broken())
                .containsExactly(ENDED);
        assertThat(Told.clean().parked(1).broken()).containsExactly(NOTHING_PARKED);
    }
}
