package daybook.audit;

import static daybook.audit.TestLogs.NOW;
import static daybook.audit.TestLogs.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.payment.PaymentEvent.CaptureFailed;
import daybook.contracts.payment.PaymentEvent.PaymentCaptured;
import daybook.contracts.payment.PaymentEvent.PaymentDeclined;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One round after the other over logs that grow. */
final class RoundsTest {

    private static final Instant LATE = SOON.plusSeconds(61);

    private final TestLogs logs = new TestLogs().received();
    private final Audit audit = logs.begin();

    @Test
    void a_fault_that_appears_in_the_third_round_is_found_and_named() {
        logs.completed("o1");
        assertThat(audit.round().clean()).isTrue();
        logs.reserved("o2");
        assertThat(audit.round().clean()).isTrue();

        logs.payment("o1", new PaymentCaptured(1750));
        Verdict third = audit.round();

        assertThat(third.first())
                .hasValueSatisfying(first -> {
                    assertThat(first.rule()).isEqualTo(Rule.MONEY_CONSERVED);
                    assertThat(first.text())
                            .startsWith("payment o1 at 0-5: payment-captured: captured twice");
                });
        assertThat(third.findings())
                .extracting(Finding::rule, Finding::streamId)
                .containsExactly(
                        tuple(Rule.MONEY_CONSERVED, "o1"), tuple(Rule.MONEY_AS_ORDERED, "o1"));
    }

    @Test
    void what_a_log_says_by_itself_is_broken_for_ever() {
        logs.completed("o1").payment("o1", new PaymentCaptured(1750));
        Verdict first = audit.round();

        logs.reserved("o2");
        Verdict later = audit.round();

        assertThat(later.newSince(first)).isEmpty();
        assertThat(first.newSince(later)).isEmpty();
        assertThat(later.broken()).isEqualTo(first.broken());
    }

    @Test
    void a_passed_deadline_that_fires_after_all_is_no_finding_any_more() {
        logs.reserved("o1");
        assertThat(audit.round().clean()).isTrue();
        logs.at(LATE);
        assertThat(audit.round().findings())
                .extracting(Finding::rule, Finding::streamId)
                .containsExactly(tuple(Rule.LIVE_DEADLINE, "o1"));

        logs.order("o1", new StepRetried(LATE.plusSeconds(30)));

        assertThat(audit.round().clean()).isTrue();
    }

    @Test
    void an_order_that_moves_while_a_round_reads_is_checked_by_the_next() {
        logs.reserved("o1")
                .meanwhile(() ->
                        logs.payment("o1", new PaymentDeclined("card"))
                                .order("o1", new OrderRejected("card")));
        Verdict first = audit.round();
        assertThat(first.findings()).isEmpty();
        assertThat(first.inFlight())
                .extracting(Verdict.Note::what)
                .containsExactly("orders that changed while the logs were read");

        // It never lets its stock go, and nothing more is written.
        assertThat(audit.round().findings())
                .extracting(Finding::rule, Finding::streamId)
                .containsExactly(tuple(Rule.ENDED_CLEAN, "o1"));
    }

    @Test
    void a_command_that_added_events_in_an_earlier_round() {
        logs.add(ServiceLog.INVENTORY, "A", 2, "c1", new StockReceived(1, "d"));
        logs.add(ServiceLog.INVENTORY, "A", 3, "c2", new StockReceived(1, "d"));
        assertThat(audit.round().clean()).isTrue();
        assertThat(audit.round().clean()).isTrue();

        logs.add(ServiceLog.INVENTORY, "A", 4, "c1", new StockReceived(1, "d"));

        assertThat(audit.round().findings())
                .extracting(Finding::rule, Finding::position)
                .containsExactly(tuple(Rule.COMMAND_ONCE, "0-4"));
    }

    @Test
    void nothing_is_read_twice() {
        logs.completed("o1");
        audit.round();
        logs.meanwhile(() -> logs.reserved("o2"));
        audit.round();
        Verdict last = audit.round();

        assertThat(logs.read()).doesNotHaveDuplicates();
        assertThat(last.events()).isEqualTo(logs.read().size());
    }

    @Test
    void a_reading_that_fails_goes_on_where_it_stopped() {
        logs.completed("o1").failAt("order", 3).failAt("payment", 2);

        assertThatThrownBy(audit::round).isInstanceOf(AuditFailure.class);
        assertThat(audit.behind()).containsEntry("order", 5L);
        assertThatThrownBy(audit::round).isInstanceOf(AuditFailure.class);

        assertThat(audit.round().clean()).isTrue();
        assertThat(logs.read()).doesNotHaveDuplicates();
        assertThat(audit.behind().values()).containsOnly(0L);
    }

    @Test
    void rounds_come_to_the_verdict_of_one_audit_of_it_all() {
        logs.completed("o1").reserved("o2");
        audit.round();
        logs.dispatched("o3")
                .payment("o3", new CaptureFailed("expired"))
                .order("o3", new OrderUnpaid("expired"));
        audit.round();
        logs.payment("o2", new PaymentDeclined("card")).order("o2", new OrderRejected("card"));

        assertThat(audit.round()).isEqualTo(logs.audit());
    }

    @Test
    void an_order_of_which_there_is_nothing_to_say_is_looked_at_when_it_moves() {
        logs.completed("o1").reserved("o2");
        audit.round();
        assertThat(audit.unsettled()).containsExactly("o2");

        logs.order("o1", new OrderUnpaid("after all"));

        assertThat(audit.round().findings())
                .extracting(Finding::rule, Finding::streamId)
                .containsExactly(tuple(Rule.LEGAL_STEP, "o1"), tuple(Rule.MONEY_AS_ORDERED, "o1"));
    }

    @Test
    void the_first_offending_event_is_the_earliest_whatever_is_read_first() {
        logs.completed("o1");
        logs.at(NOW.plusSeconds(9)).order("o1", new OrderRejected("why"));
        logs.at(NOW.plusSeconds(8)).payment("o1", new PaymentCaptured(1));

        assertThat(audit.round().first().map(Finding::text))
                .hasValueSatisfying(text -> assertThat(text).startsWith("payment o1 at 0-4: "));
    }

    @Test
    void a_log_that_has_lost_its_end() {
        logs.completed("o1");
        assertThat(audit.round().clean()).isTrue();

        logs.lose("payment", 2);

        assertThat(audit.round().first().map(Finding::text))
                .contains("payment partition 0 at 0-2: ends at 2, but was read up to 4");
    }

    @Test
    void followers_are_told_what_breaks_and_what_heals() {
        logs.reserved("o1");
        Verdict first = audit.round();
        Verdict stuck = logs.at(LATE).begin().round();
        logs.order("o1", new StepRetried(LATE.plusSeconds(30)));
        Verdict last = audit.round();

        assertThat(VerdictNews.lines(Optional.empty(), first))
                .containsExactly("2026-01-01T12:00:00Z  CLEAN   over 9 events, 1 orders in flight");
        assertThat(VerdictNews.lines(Optional.of(first), first)).isEmpty();
        assertThat(VerdictNews.lines(Optional.of(first), stuck))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("2026-01-01T12:01:31Z  broken  live-deadline: order o1 at 0-3: ");
        assertThat(VerdictNews.lines(Optional.of(stuck), last))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("2026-01-01T12:01:31Z  healed  live-deadline: order o1 at 0-3: ");
    }
}
