package daybook.order.domain;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.CancelOrder;
import daybook.contracts.order.OrderCommand.ConfirmAuthorisation;
import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.contracts.order.OrderCommand.ConfirmRefund;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.contracts.order.OrderCommand.ConfirmShipmentCancelled;
import daybook.contracts.order.OrderCommand.ConfirmVoid;
import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderCommand.RecordErasure;
import daybook.contracts.order.OrderCommand.RefuseAuthorisation;
import daybook.contracts.order.OrderCommand.RefuseBooking;
import daybook.contracts.order.OrderCommand.RefuseCapture;
import daybook.contracts.order.OrderCommand.RefuseRefund;
import daybook.contracts.order.OrderCommand.RefuseReservation;
import daybook.contracts.order.OrderCommand.ReportDeliveryFailure;
import daybook.contracts.order.OrderCommand.ReturnItems;
import daybook.contracts.order.OrderCommand.StepOverdue;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.AddressErased;
import daybook.contracts.order.OrderEvent.LineRefused;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.Outcome;
import daybook.contracts.order.OrderEvent.RefundRefused;
import daybook.contracts.order.OrderEvent.ReturnRefunded;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.eventlog.Deadline;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import daybook.order.domain.OrderState.Authorising;
import daybook.order.domain.OrderState.Booked;
import daybook.order.domain.OrderState.Booking;
import daybook.order.domain.OrderState.Cancelled;
import daybook.order.domain.OrderState.CancellingShipment;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Dropped;
import daybook.order.domain.OrderState.None;
import daybook.order.domain.OrderState.Placed;
import daybook.order.domain.OrderState.Rejected;
import daybook.order.domain.OrderState.Reserving;
import daybook.order.domain.OrderState.Return;
import daybook.order.domain.OrderState.Shipped;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Unwinding;
import daybook.order.domain.OrderState.Voiding;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What an order does with what is asked of it. Placed → reserved → authorised → booked → dispatched
 * → completed; whatever goes wrong before dispatch is unwound in reverse.
 */
public final class OrderDecider implements Decider<OrderCommand, OrderState, OrderEvent> {

    private final Waits waits;
    private final Fulfilment fulfilment;

    public OrderDecider(Waits waits) {
        this.waits = waits;
        this.fulfilment = new Fulfilment(waits);
    }

    @Override
    public OrderState initial() {
        return new None();
    }

    @Override
    public OrderState evolve(OrderState state, OrderEvent event) {
        return Evolution.evolve(state, event);
    }

    @Override
    public Optional<Deadline<OrderCommand>> deadline(OrderState state) {
        return due(state).map(due -> new Deadline<>(due, new StepOverdue()));
    }

    @Override
    public Decision<OrderEvent> decide(OrderState state, OrderCommand command, Instant at) {
        return switch (state) {
            case None _ ->
                    command instanceof PlaceOrder place
                            ? Placement.decide(place, at.plus(waits.reserve()))
                            : unknownOrder();
            case Placed order -> decide(order, command, at);
        };
    }

    private Decision<OrderEvent> decide(Placed order, OrderCommand command, Instant at) {
        return switch (command) {
            case PlaceOrder _ ->
                    Decision.conflict("order-exists", "An order with this id was already placed.");
            case CancelOrder cancel -> cancel(order, cancel, at);
            case ReturnItems items ->
                    mayAct(order, items.onBehalfOf())
                            ? Returns.decide(order, items, retryAt(at))
                            : unknownOrder();
            case ConfirmReservation(int line) ->
                    fulfilment.lineAnswered(order, new LineReserved(line), line, at);
            case RefuseReservation(int line, var reason) ->
                    fulfilment.lineAnswered(
                            order, new LineRefused(line, Text.bounded(reason)), line, at);
            case ConfirmAuthorisation() -> fulfilment.authorised(order, at);
            case RefuseAuthorisation(var reason) -> fulfilment.declined(order, reason);
            case RecordErasure(long certificate, var by) ->
                    Decision.accept(new AddressErased(certificate, by));
            case ConfirmBooking booking -> fulfilment.booked(order, booking, at);
            case RefuseBooking(var reason) -> fulfilment.unbooked(order, reason, at);
            case ConfirmShipmentCancelled() ->
                    fulfilment.unbooked(order, "the shipment was cancelled", at);
            case ConfirmDispatch() -> fulfilment.dispatched(order, at);
            case ReportDeliveryFailure(var reason) -> fulfilment.lost(order, reason, at);
            case ConfirmCapture() -> fulfilment.captured(order, at);
            case RefuseCapture(var reason) -> fulfilment.captureRefused(order, reason);
            case ConfirmVoid() -> fulfilment.voided(order);
            case ConfirmRefund(var returnId) ->
                    refundAnswered(order, returnId, new ReturnRefunded(returnId));
            case RefuseRefund(var returnId, var reason) ->
                    refundAnswered(
                            order, returnId, new RefundRefused(returnId, Text.bounded(reason)));
            case StepOverdue() -> overdue(order, at);
        };
    }

    private Decision<OrderEvent> cancel(Placed order, CancelOrder command, Instant at) {
        if (!mayAct(order, command.onBehalfOf())) {
            return unknownOrder();
        }
        Optional<String> flaw = Text.reasonFlaw(command.reason());
        if (flaw.isPresent()) {
            return Decision.invalid("invalid-cancellation", flaw.get() + ".");
        }
        String reason = command.reason();
        return switch (order) {
            case Reserving _ -> Decision.accept(new OrderCancelled(reason));
            case Authorising _ ->
                    Decision.accept(new VoidStarted(Outcome.CANCELLED, reason, retryAt(at)));
            case Booking _, Booked _ ->
                    Decision.accept(
                            new ShipmentCancellationStarted(
                                    Outcome.CANCELLED, reason, retryAt(at)));
            case Unwinding unwinding ->
                    switch (unwinding.outcome()) {
                        case CANCELLED -> Decision.unchanged();
                        case REJECTED -> alreadyRejected();
                    };
            case Cancelled _ -> Decision.unchanged();
            case Rejected _ -> alreadyRejected();
            case Shipped _ ->
                    Decision.conflict(
                            "order-shipped", "The parcel has already left: return it instead.");
        };
    }

    private static Decision<OrderEvent> refundAnswered(
            Placed order, String returnId, OrderEvent answer) {
        boolean open =
                order instanceof Completed completed
                        && completed.openReturns().anyMatch(r -> r.returnId().equals(returnId));
        return open ? Decision.accept(answer) : Decision.unchanged();
    }

    private Decision<OrderEvent> overdue(Placed order, Instant at) {
        // What the order waited for may have come between the deadline's firing and now.
        if (due((OrderState) order).filter(due -> !at.isBefore(due)).isEmpty()) {
            return Decision.unchanged();
        }
        return fulfilment.overdue(order, at);
    }

    private static Optional<Instant> due(OrderState state) {
        return switch (state) {
            case Reserving order -> Optional.of(order.placed().reserveBy());
            case Authorising order -> Optional.of(order.authoriseBy());
            case Booking order -> Optional.of(order.bookBy());
            case Booked order -> Optional.of(order.dispatchBy());
            case CancellingShipment order -> Optional.of(order.retryAt());
            case Voiding order -> Optional.of(order.retryAt());
            case Capturing order -> Optional.of(order.retryAt());
            case Completed order ->
                    order.openReturns().map(Return::retryAt).min(Comparator.naturalOrder());
            case None _, Unpaid _, Dropped _ -> Optional.empty();
        };
    }

    private Instant retryAt(Instant at) {
        return at.plus(waits.retry());
    }

    /** Empty stands for staff. */
    private static boolean mayAct(Placed order, String onBehalfOf) {
        return onBehalfOf.isEmpty() || onBehalfOf.equals(order.placed().customerId());
    }

    /** Also the answer to who may not know of the order. */
    private static Decision<OrderEvent> unknownOrder() {
        return Decision.notFound("order-not-found", "There is no such order.");
    }

    private static Decision<OrderEvent> alreadyRejected() {
        return Decision.conflict(
                "order-rejected", "The order could not be fulfilled and is ended already.");
    }
}
