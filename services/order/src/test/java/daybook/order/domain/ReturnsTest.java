package daybook.order.domain;

import static daybook.order.domain.SampleOrder.NOON;
import static daybook.order.domain.SampleOrder.RETRY;
import static daybook.order.domain.SampleOrder.WAITS;
import static daybook.order.domain.SampleOrder.authorising;
import static daybook.order.domain.SampleOrder.booked;
import static daybook.order.domain.SampleOrder.capturing;
import static daybook.order.domain.SampleOrder.completed;
import static daybook.order.domain.SampleOrder.reserving;

import daybook.contracts.order.OrderCommand.ConfirmRefund;
import daybook.contracts.order.OrderCommand.RefuseRefund;
import daybook.contracts.order.OrderCommand.ReportDeliveryFailure;
import daybook.contracts.order.OrderCommand.ReturnItems;
import daybook.contracts.order.OrderCommand.StepOverdue;
import daybook.contracts.order.OrderEvent.DeliveryFailed;
import daybook.contracts.order.OrderEvent.ItemsReturned;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.RefundRefused;
import daybook.contracts.order.OrderEvent.ReturnRefunded;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.ReturnedLine;
import daybook.eventlog.Decision.Reason;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnsTest {

    @Test
    void returned_units_are_refunded_at_their_price() {
        completed()
                .when(returning("r1", new ReturnedLine(1, 3)), NOON)
                .then(returned("r1", 765, new ReturnedLine(1, 3)))
                .thenDeadline(RETRY, new StepOverdue());
    }

    @Test
    void a_returned_gift_needs_no_refund() {
        completed()
                .when(returning("r1", new ReturnedLine(2, 2)), NOON)
                .then(returned("r1", 0, new ReturnedLine(2, 2)))
                .thenNoDeadline();
    }

    @Test
    void everything_can_be_returned_bit_by_bit_but_not_more() {
        var half = completed().given(returned("r1", 1785, new ReturnedLine(1, 7)));
        half.when(returning("r2", new ReturnedLine(1, 4)), NOON)
                .thenRejected(Reason.CONFLICT, "more-than-shipped")
                .naming("Line 1 has 3 units");
        half.when(returning("r2", new ReturnedLine(1, 3), new ReturnedLine(2, 2)), NOON)
                .then(returned("r2", 765, new ReturnedLine(1, 3), new ReturnedLine(2, 2)));
    }

    @Test
    void a_return_must_make_sense() {
        refused(returning("r1"), "has no lines");
        refused(returning("r1", new ReturnedLine(3, 1)), "Line 3 does not exist");
        refused(returning("r1", new ReturnedLine(0, 1)), "Line 0 does not exist");
        refused(returning("r1", new ReturnedLine(1, 0)), "quantity 0 is less than 1");
        refused(
                returning("r1", new ReturnedLine(1, 1), new ReturnedLine(1, 1)),
                "Line 1 stands twice");
        refused(
                new ReturnItems("alice", "r1", List.of(new ReturnedLine(1, 1)), ""),
                "reason is blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "delivery-failure"})
    void a_return_is_named_by_a_plain_id(String returnId) {
        refused(returning(returnId, new ReturnedLine(1, 1)), "returnId \"" + returnId + "\"");
    }

    @Test
    void a_return_id_is_used_once() {
        completed()
                .given(returned("r1", 255, new ReturnedLine(1, 1)))
                .when(returning("r1", new ReturnedLine(1, 1)), NOON)
                .thenRejected(Reason.CONFLICT, "return-exists");
    }

    @Test
    void an_order_has_a_limited_number_of_returns() {
        var many =
                completed()
                        .given(
                                IntStream.range(0, 1_000)
                                        .mapToObj(i -> returned("r" + i, 0))
                                        .toList());
        many.when(returning("one-more", new ReturnedLine(1, 1)), NOON)
                .thenRejected(Reason.CONFLICT, "too-many-returns");
    }

    @Test
    void only_what_was_shipped_and_paid_can_be_returned() {
        var items = returning("r1", new ReturnedLine(1, 1));
        for (var order :
                List.of(
                        reserving(),
                        authorising(),
                        booked(),
                        reserving().given(new OrderCancelled("changed my mind")))) {
            order.when(items, NOON).thenRejected(Reason.CONFLICT, "order-not-shipped");
        }
        for (var order : List.of(capturing(), capturing().given(new OrderUnpaid("expired")))) {
            order.when(items, NOON).thenRejected(Reason.CONFLICT, "order-not-paid");
        }
    }

    @Test
    void another_customer_cannot_return_anything() {
        completed()
                .when(
                        new ReturnItems("mallory", "r1", List.of(new ReturnedLine(1, 1)), "mine"),
                        NOON)
                .thenRejected(Reason.NOT_FOUND, "order-not-found");
    }

    @Test
    void staff_may_return_for_a_customer() {
        completed()
                .when(new ReturnItems("", "r1", List.of(new ReturnedLine(1, 3)), "broken"), NOON)
                .then(returned("r1", 765, new ReturnedLine(1, 3)));
    }

    @Test
    void a_refund_is_confirmed_once() {
        completed()
                .given(returned("r1", 255, new ReturnedLine(1, 1)))
                .when(new ConfirmRefund("r1"), NOON)
                .then(new ReturnRefunded("r1"))
                .thenNoDeadline()
                .after()
                .when(new ConfirmRefund("r1"), NOON)
                .thenUnchanged();
    }

    @Test
    void a_refused_refund_is_not_asked_for_again() {
        completed()
                .given(returned("r1", 255, new ReturnedLine(1, 1)))
                .when(new RefuseRefund("r1", "account closed"), NOON)
                .then(new RefundRefused("r1", "account closed"))
                .thenNoDeadline();
    }

    @Test
    void an_unknown_refund_changes_nothing() {
        completed().when(new ConfirmRefund("r9"), NOON).thenUnchanged();
        reserving().when(new ConfirmRefund("r9"), NOON).thenUnchanged();
        capturing().when(new RefuseRefund("r9", "account closed"), NOON).thenUnchanged();
    }

    @Test
    void open_refunds_are_asked_for_again() {
        Instant again = RETRY.plus(WAITS.retry());
        completed()
                .given(returned("r1", 255, new ReturnedLine(1, 1)), new ReturnRefunded("r1"))
                .given(returned("r2", 255, new ReturnedLine(1, 1)))
                .when(new StepOverdue(), RETRY)
                .then(new StepRetried(again))
                .thenDeadline(again, new StepOverdue());
    }

    @Test
    void a_lost_parcel_is_refunded_except_for_what_is_back_already() {
        completed()
                .given(returned("r1", 1785, new ReturnedLine(1, 7)), new ReturnRefunded("r1"))
                .when(new ReportDeliveryFailure("lost at sea"), NOON)
                .then(
                        new DeliveryFailed("lost at sea"),
                        new ItemsReturned(
                                "delivery-failure",
                                List.of(new ReturnedLine(1, 3), new ReturnedLine(2, 2)),
                                "lost at sea",
                                765,
                                false,
                                RETRY))
                .after()
                .when(new ReportDeliveryFailure("still lost"), NOON)
                .thenUnchanged();
    }

    @Test
    void a_lost_parcel_of_which_all_is_back_is_only_noted() {
        completed()
                .given(returned("r1", 2550, new ReturnedLine(1, 10), new ReturnedLine(2, 2)))
                .when(new ReportDeliveryFailure(""), NOON)
                .then(new DeliveryFailed("the parcel was lost"))
                .after()
                .when(new ReportDeliveryFailure("lost"), NOON)
                .thenUnchanged();
    }

    @Test
    void nothing_of_a_lost_parcel_can_be_returned() {
        completed()
                .when(new ReportDeliveryFailure("lost"), NOON)
                .after()
                .when(returning("r1", new ReturnedLine(1, 1)), NOON)
                .thenRejected("more-than-shipped")
                .naming("Line 1 has 0 units");
    }

    private static ReturnItems returning(String returnId, ReturnedLine... lines) {
        return new ReturnItems("alice", returnId, List.of(lines), "broken");
    }

    private static ItemsReturned returned(
            String returnId, long amountMinor, ReturnedLine... lines) {
        return new ItemsReturned(returnId, List.of(lines), "broken", amountMinor, true, RETRY);
    }

    private static void refused(ReturnItems command, String complaint) {
        completed()
                .when(command, NOON)
                .thenRejected(Reason.INVALID, "invalid-return")
                .naming(complaint);
    }
}
