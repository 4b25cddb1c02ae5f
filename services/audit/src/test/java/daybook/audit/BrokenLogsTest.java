package daybook.audit;

import static daybook.audit.TestLogs.NOW;
import static daybook.audit.TestLogs.PLACED;
import static daybook.audit.TestLogs.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.*;
import daybook.contracts.order.OrderEvent.*;
import daybook.contracts.order.ReturnedLine;
import daybook.contracts.payment.PaymentEvent.*;
import daybook.contracts.shipping.ShippingEvent.*;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every rule, broken once. */
final class BrokenLogsTest {

    private final TestLogs logs = new TestLogs().received();

    private void assertBroken(Rule rule, String log, String stream) {
        Verdict verdict = logs.audit();
        assertThat(verdict.findings())
                .extracting(Finding::rule, Finding::log, Finding::streamId)
                .contains(tuple(rule, log, stream));
        assertThat(verdict.clean()).isFalse();
    }

    private TestLogs stockEvent(String sku, long version, String command, InventoryEvent event) {
        return logs.add(ServiceLog.INVENTORY, sku, version, command, event);
    }

    @Test
    void a_gap_in_the_versions() {
        stockEvent("A", 3, "c", new StockReceived(1, "d"));
        assertBroken(Rule.CONTIGUOUS, "inventory", "A");
    }

    @Test
    void a_version_that_comes_twice() {
        stockEvent("A", 1, "c", new StockReceived(1, "d"));
        assertBroken(Rule.CONTIGUOUS, "inventory", "A");
        assertThat(logs.audit().units().received()).isEqualTo(20);
    }

    @Test
    void a_stream_that_does_not_begin_at_1() {
        stockEvent("C", 2, "c", new StockReceived(1, "d"));
        assertBroken(Rule.CONTIGUOUS, "inventory", "C");
    }

    @Test
    void a_command_that_adds_events_again_later() {
        stockEvent("A", 2, "c1", new StockReceived(1, "d"));
        stockEvent("A", 3, "c2", new StockReceived(1, "d"));
        assertThat(logs.audit().clean()).isTrue();
        stockEvent("A", 4, "c1", new StockReceived(1, "d"));
        assertBroken(Rule.COMMAND_ONCE, "inventory", "A");
    }

    @Test
    void an_order_that_moves_after_its_end() {
        logs.completed("o1").order("o1", new OrderCancelled("why"));
        assertBroken(Rule.LEGAL_STEP, "order", "o1");
    }

    @Test
    void an_order_that_does_not_begin_with_its_placing() {
        logs.order("o1", new LineReserved(1));
        assertBroken(Rule.LEGAL_STEP, "order", "o1");
    }

    @Test
    void a_refund_that_ends_twice() {
        logs.completed("o1").order("o1", new ReturnRefunded("r1"));
        assertBroken(Rule.LEGAL_STEP, "order", "o1");
    }

    @Test
    void a_parcel_that_leaves_without_a_booking() {
        logs.shipping("o1", new ShipmentDispatched());
        assertBroken(Rule.LEGAL_STEP, "shipping", "o1");
    }

    @Test
    void stock_below_zero() {
        logs.stock("A", new StockAdjusted(-11, "count"));
        assertBroken(Rule.STOCK_NOT_NEGATIVE, "inventory", "A");
    }

    @Test
    void stock_released_that_is_not_reserved() {
        logs.order("o1", PLACED).stock("A", new StockReleased("o1", 1, 3));
        assertBroken(Rule.STOCK_CONSERVED, "inventory", "A");
    }

    @Test
    void a_reservation_closed_twice() {
        logs.completed("o1").stock("A", new StockReleased("o1", 1, 3));
        assertBroken(Rule.STOCK_CONSERVED, "inventory", "A");
    }

    @Test
    void stock_shipped_in_another_quantity_than_reserved() {
        logs.booked("o1").stock("A", new StockShipped("o1", 1, 2));
        assertBroken(Rule.STOCK_CONSERVED, "inventory", "A");
    }

    @Test
    void a_line_reserved_twice() {
        logs.reserved("o1").stock("A", new StockReserved("o1", 1, 3));
        assertBroken(Rule.STOCK_CONSERVED, "inventory", "A");
    }

    @Test
    void a_refusal_while_there_is_stock() {
        logs.order("o1", PLACED).stock("A", new ReservationRefused("o1", 1, 3, 10));
        assertBroken(Rule.STOCK_CONSERVED, "inventory", "A");
    }

    @Test
    void a_return_of_more_than_was_shipped() {
        logs.completed("o1").stock("A", new StockReturned("o1", 1, "r1", 4));
        assertBroken(Rule.STOCK_CONSERVED, "inventory", "A");
    }

    @Test
    void money_captured_twice() {
        logs.completed("o1").payment("o1", new PaymentCaptured(1750));
        assertBroken(Rule.MONEY_CONSERVED, "payment", "o1");
    }

    @Test
    void money_captured_without_an_authorisation() {
        logs.order("o1", PLACED).payment("o1", new PaymentCaptured(1));
        assertBroken(Rule.MONEY_CONSERVED, "payment", "o1");
    }

    @Test
    void more_refunded_than_captured() {
        logs.completed("o1")
                .payment(
                        "o1",
                        new RefundRequested("r1", "pi_1", 1751),
                        new PaymentRefunded("r1", 1751));
        assertBroken(Rule.MONEY_CONSERVED, "payment", "o1");
    }

    @Test
    void a_refund_that_nobody_requested() {
        logs.completed("o1").payment("o1", new PaymentRefunded("r1", 10));
        assertBroken(Rule.MONEY_CONSERVED, "payment", "o1");
    }

    @Test
    void stock_money_and_parcels_of_an_order_that_does_not_exist() {
        logs.stock("A", new StockReserved("ghost", 1, 1))
                .payment("ghost", new AuthorisationRequested("x", 1, "GBP", "pm"))
                .shipping("ghost", new BookingRequested("x", PLACED.shipTo(), 1));
        assertBroken(Rule.ORDER_KNOWN, "inventory", "ghost");
        assertBroken(Rule.ORDER_KNOWN, "payment", "ghost");
        assertBroken(Rule.ORDER_KNOWN, "shipping", "ghost");
    }

    @Test
    void an_order_that_ships_other_lines_than_it_has() {
        logs.booked("o1")
                .shipping("o1", new ShipmentDispatched())
                .order("o1", new OrderDispatched(SOON))
                .stock("A", new StockShipped("o1", 1, 3));
        assertBroken(Rule.STOCK_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_reserved_order_whose_stock_was_given_away() {
        logs.reserved("o1").stock("A", new StockReleased("o1", 1, 3));
        assertBroken(Rule.STOCK_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_return_whose_goods_never_came_back_into_stock() {
        logs.completed("o1")
                .order(
                        "o1",
                        new ItemsReturned(
                                "r1", List.of(new ReturnedLine(1, 2)), "broken", 1000, true, SOON));
        assertBroken(Rule.STOCK_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_completed_order_without_its_money() {
        logs.dispatched("o1").order("o1", new OrderCompleted());
        assertBroken(Rule.MONEY_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_total_that_is_not_the_sum_of_its_lines() {
        logs.order(
                "o1",
                new OrderPlaced(
                        "alice",
                        "GBP",
                        PLACED.lines(),
                        PLACED.shipTo(),
                        PLACED.paymentMethod(),
                        1749,
                        SOON));
        assertBroken(Rule.MONEY_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_refund_that_the_order_does_not_know() {
        logs.completed("o1")
                .payment(
                        "o1",
                        new RefundRequested("r1", "pi_1", 250),
                        new PaymentRefunded("r1", 250));
        assertBroken(Rule.MONEY_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_refund_that_the_order_believes_in_but_nobody_paid() {
        logs.completed("o1")
                .order(
                        "o1",
                        new ItemsReturned(
                                "r1", List.of(new ReturnedLine(2, 1)), "lost", 250, false, SOON),
                        new ReturnRefunded("r1"));
        assertBroken(Rule.MONEY_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_dispatched_order_whose_parcel_never_left() {
        logs.booked("o1").order("o1", new OrderDispatched(SOON));
        assertBroken(Rule.PARCEL_AS_ORDERED, "order", "o1");
    }

    @Test
    void a_parcel_that_left_for_a_cancelled_order() {
        logs.booked("o1")
                .shipping("o1", new ShipmentDispatched())
                .order(
                        "o1",
                        new VoidStarted(Outcome.CANCELLED, "why", SOON),
                        new OrderCancelled("why"));
        assertBroken(Rule.PARCEL_AS_ORDERED, "order", "o1");
    }

    private void cancelledWithoutCleaningUp() {
        logs.booked("o1")
                .order(
                        "o1",
                        new VoidStarted(Outcome.CANCELLED, "why", SOON),
                        new OrderCancelled("why"));
    }

    @Test
    void an_ended_order_that_still_holds_everything() {
        cancelledWithoutCleaningUp();
        assertBroken(Rule.ENDED_CLEAN, "order", "o1");
    }

    @Test
    void an_ended_order_that_still_holds_stock_only() {
        logs.reserved("o1")
                .payment("o1", new PaymentDeclined("card"))
                .order("o1", new OrderRejected("card"));
        assertBroken(Rule.ENDED_CLEAN, "order", "o1");
    }

    @Test
    void an_ended_order_that_still_holds_money_only() {
        logs.order("o1", PLACED, new OrderRejected("why"))
                .payment("o1", new AuthorisationRequested("alice", 1750, "GBP", "pm"));
        assertBroken(Rule.ENDED_CLEAN, "order", "o1");
    }

    @Test
    void an_ended_order_that_still_has_a_parcel_booked_only() {
        logs.order("o1", PLACED, new OrderRejected("why"))
                .shipping("o1", new BookingRequested("alice", PLACED.shipTo(), 1));
        assertBroken(Rule.ENDED_CLEAN, "order", "o1");
    }

    @Test
    void an_order_whose_deadline_passed_long_ago() {
        logs.reserved("o1").order("o1", new StepRetried(NOW.minusSeconds(61)));
        assertBroken(Rule.LIVE_DEADLINE, "order", "o1");
    }

    @Test
    void a_refund_whose_deadline_passed_long_ago() {
        logs.completed("o1")
                .order(
                        "o1",
                        new ItemsReturned(
                                "r1",
                                List.of(new ReturnedLine(2, 1)),
                                "lost",
                                250,
                                false,
                                NOW.minusSeconds(61)));
        assertBroken(Rule.LIVE_DEADLINE, "order", "o1");
    }

    @Test
    void a_deadline_within_the_tolerance_is_alive() {
        logs.reserved("o1").order("o1", new StepRetried(NOW.minusSeconds(59)));
        assertThat(logs.audit().findings()).isEmpty();
    }

    @Test
    void an_unreadable_record() {
        long offset = logs.unreadable("C");
        assertBroken(Rule.READABLE, "inventory", "C");
        assertThat(logs.audit().findings().getFirst().position()).isEqualTo("0-" + offset);
    }
}
