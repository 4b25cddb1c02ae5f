package daybook.audit;

import static daybook.audit.TestLogs.PLACED;
import static daybook.audit.TestLogs.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.inventory.InventoryEvent.*;
import daybook.contracts.order.OrderEvent.*;
import daybook.contracts.payment.PaymentEvent.*;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What looks broken only because the system is at work. */
final class InFlightTest {

    private final TestLogs logs = new TestLogs().received();

    private void rejectedAndNotYetReleased() {
        logs.reserved("o1")
                .payment("o1", new PaymentDeclined("card"))
                .order("o1", new OrderRejected("card"));
    }

    @Test
    void a_release_that_waits_in_a_busy_inbox_is_in_flight() {
        rejectedAndNotYetReleased();

        Verdict verdict = logs.busy("inventory", 2).audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.inFlight())
                .extracting(Verdict.Note::what)
                .containsExactly("orders that the inbox of inventory still has commands for");
        assertThat(verdict.logs().get(1).waiting()).isEqualTo(2);
    }

    @Test
    void a_busy_inbox_excuses_nothing_that_it_cannot_explain() {
        rejectedAndNotYetReleased();

        assertThat(logs.busy("payment", 2).audit().findings())
                .extracting(Finding::rule)
                .containsExactly(Rule.ENDED_CLEAN);
    }

    @Test
    void an_order_placed_while_the_audit_reads_is_known() {
        logs.meanwhile(() -> logs.reserved("o1"));

        Verdict verdict = logs.audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.orders().get(OrderStatus.AUTHORISING)).isEqualTo(1);
    }

    @Test
    void an_order_that_ends_while_the_audit_reads_is_in_flight() {
        logs.reserved("o1")
                .meanwhile(() ->
                        logs.payment("o1", new PaymentDeclined("card"))
                                .order("o1", new OrderRejected("card")));

        Verdict verdict = logs.audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.inFlight())
                .extracting(Verdict.Note::what)
                .containsExactly("orders that changed while the logs were read");
    }

    @Test
    void others_may_be_ahead_of_an_order() {
        logs.order("o1", PLACED).stock("A", new StockReserved("o1", 1, 3));
        logs.dispatched("o2").payment("o2", new PaymentCaptured(1750));

        assertThat(logs.audit().findings()).isEmpty();
    }

    @Test
    void a_pending_refund_may_be_paid_already() {
        logs.completed("o1")
                .order("o1", new ItemsReturned("r1", List.of(), "lost", 250, false, SOON))
                .payment(
                        "o1",
                        new RefundRequested("r1", "pi_1", 250),
                        new PaymentRefunded("r1", 250));

        assertThat(logs.audit().findings()).isEmpty();
    }

    @Test
    void a_late_capture_that_waits_in_the_inbox_of_orders_is_in_flight() {
        logs.dispatched("o1")
                .payment("o1", new CaptureFailed("late"))
                .order("o1", new OrderUnpaid("late"))
                .payment("o1", new PaymentCaptured(1750));

        assertThat(logs.audit().findings())
                .extracting(Finding::rule)
                .containsExactly(Rule.MONEY_AS_ORDERED);
        assertThat(logs.busy("order", 1).audit().findings()).isEmpty();
        assertThat(logs.busy("order", 0).order("o1", new OrderCompleted()).audit().findings())
                .isEmpty();
    }
}
