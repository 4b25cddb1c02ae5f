package daybook.order.domain;

import static daybook.contracts.order.OrderEvent.Outcome.CANCELLED;
import static daybook.contracts.order.OrderEvent.Outcome.REJECTED;
import static daybook.order.domain.SampleOrder.AUTHORISED;
import static daybook.order.domain.SampleOrder.BOOKED;
import static daybook.order.domain.SampleOrder.DISPATCHED;
import static daybook.order.domain.SampleOrder.NOON;
import static daybook.order.domain.SampleOrder.RESERVED;
import static daybook.order.domain.SampleOrder.RETRY;
import static daybook.order.domain.SampleOrder.WAITS;
import static daybook.order.domain.SampleOrder.authorising;
import static daybook.order.domain.SampleOrder.booked;
import static daybook.order.domain.SampleOrder.booking;
import static daybook.order.domain.SampleOrder.capturing;
import static daybook.order.domain.SampleOrder.completed;
import static daybook.order.domain.SampleOrder.lines;
import static daybook.order.domain.SampleOrder.nothing;
import static daybook.order.domain.SampleOrder.placeOrderOf;
import static daybook.order.domain.SampleOrder.reserving;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmAuthorisation;
import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.contracts.order.OrderCommand.ConfirmShipmentCancelled;
import daybook.contracts.order.OrderCommand.ConfirmVoid;
import daybook.contracts.order.OrderCommand.RefuseAuthorisation;
import daybook.contracts.order.OrderCommand.RefuseBooking;
import daybook.contracts.order.OrderCommand.RefuseCapture;
import daybook.contracts.order.OrderCommand.RefuseReservation;
import daybook.contracts.order.OrderCommand.ReportDeliveryFailure;
import daybook.contracts.order.OrderCommand.StepOverdue;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.DeliveryFailed;
import daybook.contracts.order.OrderEvent.ItemsReturned;
import daybook.contracts.order.OrderEvent.LineRefused;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderCompleted;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.contracts.order.ReturnedLine;
import daybook.eventlog.testing.DeciderSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FulfilmentTest {

    private static final DeciderSpec<OrderCommand, OrderState, OrderEvent> CANCELLING_SHIPMENT =
            booked().given(new ShipmentCancellationStarted(CANCELLED, "changed my mind", RETRY));
    private static final DeciderSpec<OrderCommand, OrderState, OrderEvent> VOIDING =
            authorising().given(new VoidStarted(CANCELLED, "changed my mind", RETRY));
    private static final DeciderSpec<OrderCommand, OrderState, OrderEvent> REJECTING =
            booking().given(new VoidStarted(REJECTED, "no carrier", RETRY));
    private static final DeciderSpec<OrderCommand, OrderState, OrderEvent> CANCELLED_ORDER =
            reserving().given(new OrderCancelled("changed my mind"));
    private static final DeciderSpec<OrderCommand, OrderState, OrderEvent> UNPAID =
            capturing().given(new OrderUnpaid("card expired"));

    // Reserving

    @Test
    void a_first_reserved_line_waits_for_the_others() {
        reserving().when(new ConfirmReservation(2), NOON).then(new LineReserved(2));
    }

    @Test
    void the_last_reserved_line_makes_the_order_reserved() {
        reserving()
                .given(new LineReserved(2))
                .when(new ConfirmReservation(1), NOON)
                .then(new LineReserved(1), RESERVED)
                .thenDeadline(NOON.plus(WAITS.authorise()), new StepOverdue());
    }

    @Test
    void a_refused_line_waits_for_the_others() {
        reserving()
                .when(new RefuseReservation(1, "0 of 10"), NOON)
                .then(new LineRefused(1, "0 of 10"));
    }

    @Test
    void the_last_answer_rejects_an_order_with_a_refused_line() {
        reserving()
                .given(new LineRefused(1, "0 of 10"))
                .when(new ConfirmReservation(2), NOON)
                .then(new LineReserved(2), new OrderRejected("out of stock: line 1 (85123A)"))
                .thenNoDeadline();
    }

    @Test
    void a_rejection_names_only_the_first_refused_lines() {
        var order = nothing().when(placeOrderOf(lines(7)), NOON).after();
        for (int line = 1; line <= 6; line++) {
            order = order.given(new LineRefused(line, "none"));
        }
        order.when(new RefuseReservation(7, "none"), NOON)
                .then(
                        new LineRefused(7, "none"),
                        new OrderRejected(
                                "out of stock: line 1 (SKU-1), line 2 (SKU-2), line 3 (SKU-3),"
                                        + " line 4 (SKU-4), line 5 (SKU-5), 2 more"));
    }

    @Test
    void a_line_is_answered_once() {
        reserving()
                .given(new LineReserved(1))
                .when(new ConfirmReservation(1), NOON)
                .thenUnchanged();
        reserving()
                .given(new LineReserved(1))
                .when(new RefuseReservation(1, "none"), NOON)
                .thenUnchanged();
    }

    @Test
    void an_answer_for_a_line_that_the_order_does_not_have_is_refused() {
        reserving()
                .when(new ConfirmReservation(3), NOON)
                .thenRejected("unknown-line")
                .naming("Line 3", "has 2");
        reserving().when(new RefuseReservation(0, "none"), NOON).thenRejected("unknown-line");
    }

    @Test
    void a_reservation_that_comes_after_the_end_changes_nothing() {
        CANCELLED_ORDER.when(new ConfirmReservation(1), NOON).thenUnchanged();
    }

    @Test
    void an_order_of_2000_lines_is_reserved_line_by_line() {
        var order = nothing().when(placeOrderOf(lines(2_000)), NOON).after();
        for (int line = 2_000; line > 1; line--) {
            order =
                    order.when(new ConfirmReservation(line), NOON)
                            .then(new LineReserved(line))
                            .after();
        }
        order.when(new ConfirmReservation(1), NOON).then(new LineReserved(1), RESERVED);
    }

    // Authorising

    @Test
    void an_authorised_order_is_booked_next() {
        authorising()
                .when(new ConfirmAuthorisation(), NOON)
                .then(AUTHORISED)
                .thenDeadline(NOON.plus(WAITS.book()), new StepOverdue());
    }

    @Test
    void a_declined_payment_rejects_the_order() {
        authorising()
                .when(new RefuseAuthorisation("insufficient funds"), NOON)
                .then(new OrderRejected("the payment was declined: insufficient funds"))
                .thenNoDeadline();
    }

    @Test
    void what_a_provider_writes_is_cut_and_cleaned() {
        authorising()
                .when(new RefuseAuthorisation("no\n" + "o".repeat(600)), NOON)
                .then(
                        new OrderRejected(
                                ("the payment was declined: no " + "o".repeat(600))
                                        .substring(0, 500)));
    }

    // Booking and dispatch

    @Test
    void a_booked_order_waits_for_dispatch() {
        booking()
                .when(new ConfirmBooking("DHL", "TRACK1"), NOON)
                .then(BOOKED)
                .thenDeadline(NOON.plus(WAITS.dispatch()), new StepOverdue());
    }

    @Test
    void a_refused_booking_voids_the_payment() {
        booking()
                .when(new RefuseBooking("no carrier"), NOON)
                .then(new VoidStarted(REJECTED, "no carrier", RETRY))
                .thenDeadline(RETRY, new StepOverdue());
    }

    @Test
    void a_dispatched_order_is_paid_next() {
        booked().when(new ConfirmDispatch(), NOON)
                .then(DISPATCHED)
                .thenDeadline(RETRY, new StepOverdue());
    }

    @Test
    void a_parcel_that_is_lost_before_dispatch_voids_the_payment() {
        booked().when(new ReportDeliveryFailure("burnt"), NOON)
                .then(new VoidStarted(REJECTED, "burnt", RETRY));
    }

    @Test
    void a_booking_that_a_carrier_undoes_by_itself_voids_the_payment() {
        booked().when(new ConfirmShipmentCancelled(), NOON)
                .then(new VoidStarted(REJECTED, "the shipment was cancelled", RETRY));
    }

    // Unwinding

    @Test
    void an_undone_booking_voids_the_payment() {
        CANCELLING_SHIPMENT
                .when(new ConfirmShipmentCancelled(), NOON)
                .then(new VoidStarted(CANCELLED, "changed my mind", RETRY));
    }

    @Test
    void a_booking_refused_while_it_is_being_undone_voids_the_payment() {
        CANCELLING_SHIPMENT
                .when(new RefuseBooking("no carrier"), NOON)
                .then(new VoidStarted(CANCELLED, "changed my mind", RETRY));
    }

    @Test
    void a_parcel_lost_while_its_booking_is_being_undone_voids_the_payment() {
        CANCELLING_SHIPMENT
                .when(new ReportDeliveryFailure("burnt"), NOON)
                .then(new VoidStarted(CANCELLED, "changed my mind", RETRY));
    }

    @Test
    void a_booking_confirmed_while_it_is_being_undone_changes_nothing() {
        CANCELLING_SHIPMENT.when(new ConfirmBooking("DHL", "TRACK1"), NOON).thenUnchanged();
    }

    @Test
    void a_parcel_that_leaves_before_its_cancellation_is_paid() {
        CANCELLING_SHIPMENT.when(new ConfirmDispatch(), NOON).then(DISPATCHED);
    }

    @Test
    void a_voided_payment_ends_a_cancelled_order() {
        VOIDING.when(new ConfirmVoid(), NOON)
                .then(new OrderCancelled("changed my mind"))
                .thenNoDeadline();
    }

    @Test
    void a_voided_payment_ends_a_rejected_order() {
        REJECTING
                .when(new ConfirmVoid(), NOON)
                .then(new OrderRejected("no carrier"))
                .thenNoDeadline();
    }

    @Test
    void a_payment_declined_while_it_is_being_voided_ends_the_order() {
        VOIDING.when(new RefuseAuthorisation("insufficient funds"), NOON)
                .then(new OrderCancelled("changed my mind"));
    }

    @Test
    void a_payment_authorised_while_it_is_being_voided_changes_nothing() {
        VOIDING.when(new ConfirmAuthorisation(), NOON).thenUnchanged();
    }

    // Capturing

    @Test
    void a_captured_payment_completes_the_order() {
        capturing().when(new ConfirmCapture(), NOON).then(new OrderCompleted()).thenNoDeadline();
    }

    @Test
    void a_payment_that_cannot_be_captured_leaves_the_order_unpaid() {
        capturing()
                .when(new RefuseCapture("card expired"), NOON)
                .then(new OrderUnpaid("card expired"))
                .thenNoDeadline();
    }

    @Test
    void an_unpaid_order_is_completed_if_the_money_comes_after_all() {
        UNPAID.when(new ConfirmCapture(), NOON).then(new OrderCompleted());
    }

    @Test
    void a_parcel_lost_before_it_is_paid_is_refunded_once_it_is() {
        var lost =
                capturing()
                        .when(new ReportDeliveryFailure("lost at sea"), NOON)
                        .then(new DeliveryFailed("lost at sea"))
                        .thenDeadline(RETRY, new StepOverdue())
                        .after();
        lost.when(new ReportDeliveryFailure("still lost"), NOON).thenUnchanged();
        lost.when(new ConfirmCapture(), NOON).then(new OrderCompleted(), everythingLost());
        lost.when(new RefuseCapture("card expired"), NOON)
                .after()
                .when(new ConfirmCapture(), NOON)
                .then(new OrderCompleted(), everythingLost());
    }

    @Test
    void an_unpaid_order_remembers_that_its_parcel_was_lost() {
        UNPAID.when(new ReportDeliveryFailure("lost at sea"), NOON)
                .then(new DeliveryFailed("lost at sea"))
                .after()
                .when(new ConfirmCapture(), NOON)
                .then(new OrderCompleted(), everythingLost());
    }

    private static ItemsReturned everythingLost() {
        return new ItemsReturned(
                "delivery-failure",
                List.of(new ReturnedLine(1, 10), new ReturnedLine(2, 2)),
                "lost at sea",
                2550,
                false,
                RETRY);
    }

    // Deadlines

    @Test
    void an_order_whose_stock_is_not_confirmed_in_time_is_rejected() {
        reserving()
                .given(new LineReserved(1))
                .when(new StepOverdue(), NOON.plus(WAITS.reserve()))
                .then(new OrderRejected("the stock was not confirmed in time"));
    }

    @Test
    void an_order_that_is_not_authorised_in_time_is_voided() {
        Instant due = NOON.plus(WAITS.authorise());
        authorising()
                .when(new StepOverdue(), due)
                .then(
                        new VoidStarted(
                                REJECTED,
                                "the payment was not authorised in time",
                                due.plus(WAITS.retry())));
    }

    @Test
    void an_order_that_is_not_booked_in_time_is_unwound() {
        Instant due = NOON.plus(WAITS.book());
        booking()
                .when(new StepOverdue(), due)
                .then(
                        new ShipmentCancellationStarted(
                                REJECTED,
                                "the carrier did not take the parcel in time",
                                due.plus(WAITS.retry())));
    }

    @Test
    void an_order_that_does_not_leave_in_time_is_unwound() {
        Instant due = NOON.plus(WAITS.dispatch());
        booked().when(new StepOverdue(), due)
                .then(
                        new ShipmentCancellationStarted(
                                REJECTED,
                                "the parcel did not leave in time",
                                due.plus(WAITS.retry())));
    }

    @Test
    void what_must_come_is_asked_for_again() {
        for (var waiting : List.of(CANCELLING_SHIPMENT, VOIDING, capturing())) {
            Instant again = RETRY.plus(WAITS.retry());
            waiting.when(new StepOverdue(), RETRY)
                    .then(new StepRetried(again))
                    .thenDeadline(again, new StepOverdue());
        }
    }

    @Test
    void a_deadline_that_was_moved_meanwhile_changes_nothing() {
        booked().when(new StepOverdue(), NOON.plus(WAITS.reserve())).thenUnchanged();
        capturing().when(new StepOverdue(), RETRY.minusNanos(1)).thenUnchanged();
    }

    @Test
    void an_ended_order_has_no_deadline() {
        for (var ended : List.of(CANCELLED_ORDER, UNPAID, completed())) {
            ended.when(new StepOverdue(), Instant.MAX).thenUnchanged().thenNoDeadline();
        }
    }

    // Late and repeated answers

    @Test
    void repeated_answers_change_nothing() {
        booking().when(new ConfirmAuthorisation(), NOON).thenUnchanged();
        booked().when(new ConfirmBooking("DHL", "TRACK2"), NOON).thenUnchanged();
        capturing().when(new ConfirmDispatch(), NOON).thenUnchanged();
        completed().when(new ConfirmCapture(), NOON).thenUnchanged();
        UNPAID.when(new RefuseCapture("card expired"), NOON).thenUnchanged();
        CANCELLED_ORDER.when(new ConfirmVoid(), NOON).thenUnchanged();
        VOIDING.when(new ConfirmShipmentCancelled(), NOON).thenUnchanged();
    }

    @Test
    void an_ended_order_stays_as_it_is() {
        List<OrderCommand> answers =
                List.of(
                        new ConfirmReservation(1),
                        new RefuseReservation(1, "none"),
                        new ConfirmAuthorisation(),
                        new RefuseAuthorisation("declined"),
                        new ConfirmBooking("DHL", "TRACK1"),
                        new RefuseBooking("no carrier"),
                        new ConfirmDispatch(),
                        new ReportDeliveryFailure("lost"),
                        new ConfirmShipmentCancelled(),
                        new ConfirmCapture(),
                        new RefuseCapture("card expired"),
                        new ConfirmVoid(),
                        new StepOverdue());
        for (OrderCommand answer : answers) {
            CANCELLED_ORDER.when(answer, NOON).thenUnchanged();
            reserving().given(new OrderRejected("none")).when(answer, NOON).thenUnchanged();
        }
    }
}
