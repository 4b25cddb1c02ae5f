package daybook.order.domain;

import static daybook.contracts.order.OrderEvent.Outcome.CANCELLED;
import static daybook.contracts.order.OrderEvent.Outcome.REJECTED;
import static daybook.order.domain.SampleOrder.NOON;
import static daybook.order.domain.SampleOrder.RETRY;
import static daybook.order.domain.SampleOrder.authorising;
import static daybook.order.domain.SampleOrder.booked;
import static daybook.order.domain.SampleOrder.booking;
import static daybook.order.domain.SampleOrder.capturing;
import static daybook.order.domain.SampleOrder.completed;
import static daybook.order.domain.SampleOrder.nothing;
import static daybook.order.domain.SampleOrder.reserving;

import daybook.contracts.order.OrderCommand.CancelOrder;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.eventlog.Decision.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private static final CancelOrder CANCEL = new CancelOrder("alice", "changed my mind");

    @Test
    void an_order_without_money_is_cancelled_at_once() {
        reserving()
                .given(new LineReserved(1))
                .when(CANCEL, NOON)
                .then(new OrderCancelled("changed my mind"))
                .thenNoDeadline();
    }

    @Test
    void an_order_whose_money_is_asked_for_is_voided() {
        authorising().when(CANCEL, NOON).then(new VoidStarted(CANCELLED, "changed my mind", RETRY));
    }

    @Test
    void an_order_whose_shipment_is_asked_for_is_unbooked() {
        for (var order : List.of(booking(), booked())) {
            order.when(CANCEL, NOON)
                    .then(new ShipmentCancellationStarted(CANCELLED, "changed my mind", RETRY));
        }
    }

    @Test
    void a_shipped_order_cannot_be_cancelled() {
        for (var order :
                List.of(capturing(), completed(), capturing().given(new OrderUnpaid("expired")))) {
            order.when(CANCEL, NOON)
                    .thenRejected(Reason.CONFLICT, "order-shipped")
                    .naming("return it instead");
        }
    }

    @Test
    void cancelling_twice_changes_nothing() {
        authorising().when(CANCEL, NOON).after().when(CANCEL, NOON).thenUnchanged();
        booked().when(CANCEL, NOON).after().when(CANCEL, NOON).thenUnchanged();
        reserving().when(CANCEL, NOON).after().when(CANCEL, NOON).thenUnchanged();
    }

    @Test
    void a_rejected_order_cannot_be_cancelled() {
        for (var order :
                List.of(
                        reserving().given(new OrderRejected("none")),
                        booking().given(new VoidStarted(REJECTED, "no carrier", RETRY)),
                        booked().given(new ShipmentCancellationStarted(REJECTED, "late", RETRY)))) {
            order.when(CANCEL, NOON).thenRejected(Reason.CONFLICT, "order-rejected");
        }
    }

    @Test
    void another_customer_learns_nothing_of_the_order() {
        var mallory = new CancelOrder("mallory", "changed my mind");
        String unknown = "order-not-found";
        reserving().when(mallory, NOON).thenRejected(Reason.NOT_FOUND, unknown);
        capturing().when(mallory, NOON).thenRejected(Reason.NOT_FOUND, unknown);
        nothing().when(mallory, NOON).thenRejected(Reason.NOT_FOUND, unknown);
        capturing()
                .when(new CancelOrder("mallory", ""), NOON)
                .thenRejected(Reason.NOT_FOUND, unknown);
    }

    @Test
    void staff_may_cancel_any_order() {
        reserving().when(new CancelOrder("", "fraud"), NOON).then(new OrderCancelled("fraud"));
    }

    @Test
    void a_cancellation_has_a_reason() {
        reserving()
                .when(new CancelOrder("alice", " "), NOON)
                .thenRejected(Reason.INVALID, "invalid-cancellation")
                .naming("reason is blank");
        reserving()
                .when(new CancelOrder("alice", "x".repeat(501)), NOON)
                .thenRejected(Reason.INVALID, "invalid-cancellation")
                .naming("reason has 501 characters; at most 500");
    }
}
