package daybook.order.domain;

import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.AddressErased;
import daybook.contracts.order.OrderEvent.DeliveryFailed;
import daybook.contracts.order.OrderEvent.ItemsReturned;
import daybook.contracts.order.OrderEvent.LineRefused;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderAuthorised;
import daybook.contracts.order.OrderEvent.OrderBooked;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderCompleted;
import daybook.contracts.order.OrderEvent.OrderDispatched;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderReserved;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.RefundRefused;
import daybook.contracts.order.OrderEvent.ReturnRefunded;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.order.domain.OrderState.Authorising;
import daybook.order.domain.OrderState.Booked;
import daybook.order.domain.OrderState.Booking;
import daybook.order.domain.OrderState.Cancelled;
import daybook.order.domain.OrderState.CancellingShipment;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Dropped;
import daybook.order.domain.OrderState.None;
import daybook.order.domain.OrderState.Open;
import daybook.order.domain.OrderState.Placed;
import daybook.order.domain.OrderState.Rejected;
import daybook.order.domain.OrderState.Reserving;
import daybook.order.domain.OrderState.Return;
import daybook.order.domain.OrderState.Shipped;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Unwinding;
import daybook.order.domain.OrderState.Voiding;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What an event makes of an order. An event in a state where it cannot have happened is a bug. */
final class Evolution {

    private Evolution() {}

    static OrderState evolve(OrderState state, OrderEvent event) {
        return switch (event) {
            case OrderPlaced placed ->
                    new Reserving(placed, LineAnswers.open(placed.lines().size()));
            case LineReserved(int line) -> answered(state, answers -> answers.reserved(line));
            case LineRefused(int line, _) -> answered(state, answers -> answers.refused(line));
            case OrderReserved(var authoriseBy) -> new Authorising(placed(state), authoriseBy);
            case OrderAuthorised(var bookBy) -> new Booking(placed(state), bookBy);
            case OrderBooked(_, _, var dispatchBy) -> new Booked(placed(state), dispatchBy);
            case OrderDispatched(var captureBy) -> new Capturing(placed(state), "", captureBy);
            case OrderCompleted() ->
                    new Completed(placed(state), shipped(state).deliveryFailure(), List.of());
            case OrderUnpaid(_) -> new Unpaid(placed(state), shipped(state).deliveryFailure());
            case ShipmentCancellationStarted(var outcome, var reason, var retryAt) ->
                    new CancellingShipment(placed(state), outcome, reason, retryAt);
            case VoidStarted(var outcome, var reason, var retryAt) ->
                    new Voiding(placed(state), outcome, reason, retryAt);
            case OrderCancelled(_) -> new Cancelled(placed(state), answers(state));
            case OrderRejected(_) -> new Rejected(placed(state), answers(state));
            case DeliveryFailed(var reason) -> lost(shipped(state), reason);
            case ItemsReturned returned -> returned(completed(state), returned);
            case ReturnRefunded(var returnId) -> closed(completed(state), returnId);
            case RefundRefused(var returnId, _) -> closed(completed(state), returnId);
            case AddressErased _ -> state;
            case StepRetried(var retryAt) -> retried(state, retryAt);
        };
    }

    private static OrderState answered(OrderState state, UnaryOperator<LineAnswers> answer) {
        if (state instanceof Reserving(var placed, var answers)) {
            return new Reserving(placed, answer.apply(answers));
        }
        throw impossible(state);
    }

    private static LineAnswers answers(OrderState state) {
        return switch (state) {
            case None _ -> throw impossible(state);
            case Reserving reserving -> reserving.answers();
            case Dropped dropped -> dropped.answers();
            case Open order -> LineAnswers.allReserved(order.placed().lines().size());
            case Unwinding order -> LineAnswers.allReserved(order.placed().lines().size());
            case Shipped order -> LineAnswers.allReserved(order.placed().lines().size());
        };
    }

    private static OrderState lost(Shipped order, String reason) {
        return switch (order) {
            case Capturing(var placed, _, var retryAt) -> new Capturing(placed, reason, retryAt);
            case Completed(var placed, _, var returns) -> new Completed(placed, reason, returns);
            case Unpaid(var placed, _) -> new Unpaid(placed, reason);
        };
    }

    private static Completed returned(Completed order, ItemsReturned event) {
        // A gift costs nothing, so nothing is asked of payment and nothing stays open.
        var added =
                new Return(
                        event.returnId(),
                        event.lines(),
                        event.amountMinor(),
                        event.amountMinor() > 0,
                        event.retryAt());
        return withReturns(
                order, Stream.concat(order.returns().stream(), Stream.of(added)).toList());
    }

    private static Completed closed(Completed order, String returnId) {
        return withReturns(
                order,
                order.returns().stream()
                        .map(each -> each.returnId().equals(returnId) ? each.closed() : each)
                        .toList());
    }

    private static OrderState retried(OrderState state, Instant retryAt) {
        return switch (state) {
            case CancellingShipment(var placed, var outcome, var reason, _) ->
                    new CancellingShipment(placed, outcome, reason, retryAt);
            case Voiding(var placed, var outcome, var reason, _) ->
                    new Voiding(placed, outcome, reason, retryAt);
            case Capturing(var placed, var failure, _) -> new Capturing(placed, failure, retryAt);
            case Completed order ->
                    withReturns(
                            order,
                            order.returns().stream()
                                    .map(each -> each.open() ? each.retriedAt(retryAt) : each)
                                    .toList());
            case None _, Open _, Unpaid _, Dropped _ -> throw impossible(state);
        };
    }

    private static Completed withReturns(Completed order, List<Return> returns) {
        return new Completed(order.placed(), order.deliveryFailure(), returns);
    }

    private static OrderPlaced placed(OrderState state) {
        if (state instanceof Placed order) {
            return order.placed();
        }
        throw impossible(state);
    }

    private static Shipped shipped(OrderState state) {
        if (state instanceof Shipped order) {
            return order;
        }
        throw impossible(state);
    }

    private static Completed completed(OrderState state) {
        if (state instanceof Completed order) {
            return order;
        }
        throw impossible(state);
    }

    private static IllegalStateException impossible(OrderState state) {
        return new IllegalStateException(
                "The log has an event that cannot follow on the state "
                        + state.getClass().getSimpleName());
    }
}
