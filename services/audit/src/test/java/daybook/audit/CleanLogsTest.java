package daybook.audit;

import static daybook.audit.TestLogs.PLACED;
import static daybook.audit.TestLogs.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import daybook.contracts.inventory.InventoryEvent.*;
import daybook.contracts.order.OrderEvent.*;
import daybook.contracts.order.ReturnedLine;
import daybook.contracts.payment.PaymentEvent.*;
import daybook.contracts.shipping.ShippingEvent.*;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CleanLogsTest {

    private final TestLogs logs = new TestLogs().received();

    @Test
    void empty_logs_are_clean() {
        assertThat(new TestLogs().audit().clean()).isTrue();
    }

    @Test
    void a_completed_order_is_clean_and_counted() {
        Verdict verdict = logs.completed("o1").audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.inFlight()).isEmpty();
        assertThat(verdict.orders()).isEqualTo(Map.of(OrderStatus.COMPLETED, 1L));
        assertThat(verdict.units()).isEqualTo(new Verdict.Units(20, 0, 16, 0, 4, 0));
        assertThat(verdict.money())
                .isEqualTo(Map.of("GBP", new Verdict.Money(1750, 1750, 1750, 0, 0, 0, 1750, 0)));
        assertThat(verdict.logs())
                .extracting(Verdict.Log::service, Verdict.Log::streams, Verdict.Log::events)
                .containsExactly(
                        tuple("order", 1L, 8L),
                        tuple("inventory", 2L, 6L),
                        tuple("payment", 1L, 4L),
                        tuple("shipping", 1L, 3L));
    }

    @Test
    void orders_under_way_are_clean_while_their_deadlines_live() {
        Verdict verdict = logs.reserved("o1").booked("o2").order("o3", PLACED).audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.inFlight()).hasSize(1);
        assertThat(verdict.inFlight().getFirst().what())
                .isEqualTo("orders waiting on a live deadline");
        assertThat(verdict.inFlight().getFirst().streams())
                .containsExactlyInAnyOrder("o1", "o2", "o3");
    }

    @Test
    void a_return_gives_back_stock_and_money() {
        logs.completed("o1")
                .order(
                        "o1",
                        new ItemsReturned(
                                "r1", List.of(new ReturnedLine(1, 2)), "broken", 1000, true, SOON))
                .stock("A", new StockReturned("o1", 1, "r1", 2))
                .payment(
                        "o1",
                        new RefundRequested("r1", "pi_1", 1000),
                        new PaymentRefunded("r1", 1000))
                .order("o1", new ReturnRefunded("r1"));

        Verdict verdict = logs.audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.units().returned()).isEqualTo(2);
        assertThat(verdict.money().get("GBP"))
                .isEqualTo(new Verdict.Money(1750, 1750, 1750, 0, 0, 1000, 750, 0));
    }

    @Test
    void an_order_that_is_unwound_after_its_booking_ends_clean() {
        logs.booked("o1")
                .order("o1", new ShipmentCancellationStarted(Outcome.CANCELLED, "why", SOON))
                .shipping("o1", new CancellationRequested("shp_1"), new ShipmentCancelled())
                .order("o1", new VoidStarted(Outcome.CANCELLED, "why", SOON))
                .payment("o1", new VoidRequested("pi_1"), new PaymentVoided(1750))
                .order("o1", new OrderCancelled("why"))
                .stock("A", new StockReleased("o1", 1, 3))
                .stock("B", new StockReleased("o1", 2, 1));

        Verdict verdict = logs.audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.units().reserved()).isZero();
        assertThat(verdict.money().values())
                .extracting(Verdict.Money::voided)
                .containsExactly(1750L);
    }

    @Test
    void a_refusal_for_want_of_stock_is_clean() {
        logs.order("o1", PLACED)
                .stock("A", new StockAdjusted(-8, "count"))
                .stock("A", new ReservationRefused("o1", 1, 3, 2))
                .stock("B", new StockReserved("o1", 2, 1))
                .order(
                        "o1",
                        new LineReserved(2),
                        new LineRefused(1, "out"),
                        new OrderRejected("out"))
                .stock("B", new StockReleased("o1", 2, 1));

        assertThat(logs.audit().findings()).isEmpty();
    }

    @Test
    void a_returned_gift_asks_for_no_refund() {
        logs.completed("o1")
                .order(
                        "o1",
                        new ItemsReturned(
                                "r1", List.of(new ReturnedLine(2, 1)), "gift", 0, true, SOON))
                .stock("B", new StockReturned("o1", 2, "r1", 1));

        Verdict verdict = logs.audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.inFlight()).isEmpty();
    }

    @Test
    void unpaid_orders_and_refused_refunds_are_listed_but_not_broken() {
        logs.dispatched("o1")
                .payment("o1", new CaptureFailed("expired"))
                .order("o1", new OrderUnpaid("expired"))
                .completed("o2")
                .order(
                        "o2",
                        new ItemsReturned(
                                "r1", List.of(new ReturnedLine(2, 1)), "lost", 250, false, SOON))
                .payment(
                        "o2",
                        new RefundRequested("r1", "pi_1", 250),
                        new RefundFailed("r1", "closed"))
                .order("o2", new RefundRefused("r1", "closed"));

        Verdict verdict = logs.audit();

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.notes())
                .extracting(Verdict.Note::streams)
                .containsExactlyInAnyOrder(List.of("o1"), List.of("o2"));
        assertThat(verdict.money().values())
                .extracting(Verdict.Money::unpaid)
                .containsExactly(1750L);
    }
}
