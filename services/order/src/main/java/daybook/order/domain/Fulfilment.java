package daybook.order.domain;

import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.DeliveryFailed;
import daybook.contracts.order.OrderEvent.OrderAuthorised;
import daybook.contracts.order.OrderEvent.OrderBooked;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderCompleted;
import daybook.contracts.order.OrderEvent.OrderDispatched;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderReserved;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.Outcome;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.eventlog.Decision;
import daybook.order.domain.OrderState.Authorising;
import daybook.order.domain.OrderState.Booked;
import daybook.order.domain.OrderState.Booking;
import daybook.order.domain.OrderState.CancellingShipment;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Dropped;
import daybook.order.domain.OrderState.Open;
import daybook.order.domain.OrderState.Placed;
import daybook.order.domain.OrderState.Reserving;
import daybook.order.domain.OrderState.Shipped;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Unwinding;
import daybook.order.domain.OrderState.Voiding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an order makes of the other services' answers, and of their silence. Messages of one stream
 * arrive in the order in which it sent them, but an answer may cross a cancellation or a deadline:
 * then the order has already asked for the opposite, and the answer to that settles the matter.
 */
final class Fulfilment {

    private static final int LINES_NAMED_MAX = 5;

    private final Waits waits;

    Fulfilment(Waits waits) {
        this.waits = waits;
    }

    Decision<OrderEvent> lineAnswered(Placed order, OrderEvent answer, int line, Instant at) {
        return switch (order) {
            case Reserving reserving when !reserving.answers().has(line) ->
                    Decision.invalid(
                            "unknown-line",
                            "Line %d does not exist; the order has %d."
                                    .formatted(line, reserving.placed().lines().size()));
            case Reserving reserving when !reserving.answers().awaits(line) -> Decision.unchanged();
            case Reserving reserving ->
                    Evolution.evolve(reserving, answer)
                                            instanceof Reserving(var placed, var answers)
                                    && answers.complete()
                            ? Decision.accept(answer, reserved(placed, answers, at))
                            : Decision.accept(answer);
            // The order has ended; its release of this line follows on the reservation.
            case Dropped _ -> Decision.unchanged();
            case Authorising _, Booking _, Booked _, Unwinding _, Shipped _ -> Decision.unchanged();
        };
    }

    private OrderEvent reserved(OrderPlaced placed, LineAnswers answers, Instant at) {
        return answers.anyRefused()
                ? new OrderRejected("out of stock: " + refusedLines(placed, answers))
                : new OrderReserved(at.plus(waits.authorise()));
    }

    private static String refusedLines(OrderPlaced placed, LineAnswers answers) {
        long more = answers.refusedLines().count() - LINES_NAMED_MAX;
        Stream<String> named =
                answers.refusedLines()
                        .limit(LINES_NAMED_MAX)
                        .mapToObj(line ->
                                "line %d (%s)".formatted(line, placed.lines().get(line - 1).sku()));
        return Stream.concat(named, more > 0 ? Stream.of(more + " more") : Stream.empty())
                .collect(Collectors.joining(", "));
    }

    Decision<OrderEvent> authorised(Placed order, Instant at) {
        return switch (order) {
            case Authorising _ -> Decision.accept(new OrderAuthorised(at.plus(waits.book())));
            // The void that the order has asked for by now undoes it.
            case Voiding _ -> Decision.unchanged();
            case Reserving _, Booking _, Booked _, CancellingShipment _, Shipped _, Dropped _ ->
                    Decision.unchanged();
        };
    }

    Decision<OrderEvent> declined(Placed order, String reason) {
        return switch (order) {
            case Authorising _ ->
                    Decision.accept(
                            new OrderRejected(Text.bounded("the payment was declined: " + reason)));
            case Voiding voiding -> Decision.accept(unwound(voiding));
            case Reserving _, Booking _, Booked _, CancellingShipment _, Shipped _, Dropped _ ->
                    Decision.unchanged();
        };
    }

    Decision<OrderEvent> voided(Placed order) {
        return switch (order) {
            case Voiding voiding -> Decision.accept(unwound(voiding));
            case Open _, CancellingShipment _, Shipped _, Dropped _ -> Decision.unchanged();
        };
    }

    Decision<OrderEvent> booked(Placed order, ConfirmBooking booking, Instant at) {
        return switch (order) {
            case Booking _ ->
                    Decision.accept(
                            new OrderBooked(
                                    Text.bounded(booking.carrier()),
                                    Text.bounded(booking.trackingCode()),
                                    at.plus(waits.dispatch())));
            // The cancellation that the order has asked for by now undoes it.
            case CancellingShipment _ -> Decision.unchanged();
            case Reserving _, Authorising _, Booked _, Voiding _, Shipped _, Dropped _ ->
                    Decision.unchanged();
        };
    }

    /** The carrier has no parcel on its books, or none any more. */
    Decision<OrderEvent> unbooked(Placed order, String reason, Instant at) {
        return switch (order) {
            case Booking _, Booked _ ->
                    Decision.accept(
                            new VoidStarted(Outcome.REJECTED, Text.bounded(reason), retryAt(at)));
            case CancellingShipment(_, var outcome, var asked, _) ->
                    Decision.accept(new VoidStarted(outcome, asked, retryAt(at)));
            case Reserving _, Authorising _, Voiding _, Shipped _, Dropped _ ->
                    Decision.unchanged();
        };
    }

    Decision<OrderEvent> dispatched(Placed order, Instant at) {
        return switch (order) {
            // Whoever wanted to cancel came too late: the parcel has left, so it is to be paid.
            case Booking _, Booked _, CancellingShipment _ ->
                    Decision.accept(new OrderDispatched(retryAt(at)));
            case Reserving _, Authorising _, Voiding _, Shipped _, Dropped _ ->
                    Decision.unchanged();
        };
    }

    Decision<OrderEvent> lost(Placed order, String why, Instant at) {
        String reason = Text.bounded(why.isBlank() ? "the parcel was lost" : why);
        return switch (order) {
            case Booking _, Booked _, CancellingShipment _ -> unbooked(order, reason, at);
            case Shipped shipped when !shipped.deliveryFailure().isEmpty() -> Decision.unchanged();
            case Completed completed ->
                    Decision.accept(
                            Stream.concat(
                                            Stream.of(new DeliveryFailed(reason)),
                                            Returns.lost(completed, reason, retryAt(at)).stream())
                                    .toList());
            // Remembered, and refunded as soon as it is paid.
            case Capturing _, Unpaid _ -> Decision.accept(new DeliveryFailed(reason));
            case Reserving _, Authorising _, Voiding _, Dropped _ -> Decision.unchanged();
        };
    }

    Decision<OrderEvent> captured(Placed order, Instant at) {
        return switch (order) {
            case Capturing(var placed, var failure, _) -> completed(placed, failure, at);
            // Somebody looked and the money could be taken after all.
            case Unpaid(var placed, var failure) -> completed(placed, failure, at);
            case Open _, Unwinding _, Completed _, Dropped _ -> Decision.unchanged();
        };
    }

    private Decision<OrderEvent> completed(OrderPlaced placed, String failure, Instant at) {
        var paid = new OrderCompleted();
        if (failure.isEmpty()) {
            return Decision.accept(paid);
        }
        var order = new Completed(placed, failure, List.of());
        return Decision.accept(
                Stream.concat(Stream.of(paid), Returns.lost(order, failure, retryAt(at)).stream())
                        .toList());
    }

    Decision<OrderEvent> captureRefused(Placed order, String reason) {
        return switch (order) {
            case Capturing _ -> Decision.accept(new OrderUnpaid(Text.bounded(reason)));
            case Open _, Unwinding _, Completed _, Unpaid _, Dropped _ -> Decision.unchanged();
        };
    }

    /** Nobody answered in time: before dispatch the order is unwound, afterwards it asks again. */
    Decision<OrderEvent> overdue(Placed order, Instant at) {
        Instant retryAt = retryAt(at);
        return switch (order) {
            case Reserving _ ->
                    Decision.accept(new OrderRejected("the stock was not confirmed in time"));
            case Authorising _ ->
                    Decision.accept(
                            new VoidStarted(
                                    Outcome.REJECTED,
                                    "the payment was not authorised in time",
                                    retryAt));
            case Booking _ ->
                    Decision.accept(
                            new ShipmentCancellationStarted(
                                    Outcome.REJECTED,
                                    "the carrier did not take the parcel in time",
                                    retryAt));
            case Booked _ ->
                    Decision.accept(
                            new ShipmentCancellationStarted(
                                    Outcome.REJECTED, "the parcel did not leave in time", retryAt));
            case Unwinding _, Capturing _, Completed _ -> Decision.accept(new StepRetried(retryAt));
            case Unpaid _, Dropped _ -> Decision.unchanged();
        };
    }

    private static OrderEvent unwound(Voiding order) {
        return switch (order.outcome()) {
            case CANCELLED -> new OrderCancelled(order.reason());
            case REJECTED -> new OrderRejected(order.reason());
        };
    }

    private Instant retryAt(Instant at) {
        return at.plus(waits.retry());
    }
}
