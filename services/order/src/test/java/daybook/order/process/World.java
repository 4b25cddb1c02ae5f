package daybook.order.process;

import static java.util.Objects.requireNonNull;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.ReturnedLine;
import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.shipping.ShippingCommand;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision.Accepted;
import daybook.eventlog.Message;
import daybook.eventlog.Process;
import daybook.order.domain.OrderState;
import daybook.order.domain.OrderState.Booked;
import daybook.order.domain.OrderState.CancellingShipment;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Dropped;
import daybook.order.domain.OrderState.None;
import daybook.order.domain.OrderState.Open;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Unwinding;
import daybook.order.process.PaymentModel.Refund;
import daybook.order.process.PaymentModel.Stage;
import daybook.order.process.StockModel.Line.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An order, its peers, and the messages between them. Immutable, so that every way on from here can
 * be tried.
 *
 * @param stock by SKU
 * @param inFlight messages by their way, such as {@code >payment} to the payment and {@code
 *     payment>} from it; each way keeps its order, different ways do not wait for each other
 */
record World(
        OrderState order,
        Map<String, StockModel> stock,
        PaymentModel payment,
        ShipmentModel shipment,
        Map<String, List<Object>> inFlight) {

    static final String ORDER_ID = "o-1";

    /** Deadlines are modelled by waits of no length: whatever may be overdue is. */
    static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    World {
        stock = Map.copyOf(stock);
        inFlight = Map.copyOf(inFlight);
    }

    /** The rules that lead from one world to the next. */
    record Rules(
            Decider<OrderCommand, OrderState, OrderEvent> decider,
            Process<OrderState, OrderEvent> process) {}

    /** One thing that may happen, and what the world is like then. */
    record Move(String what, World next) {}

    static World with(OrderState initial, Map<String, Integer> units) {
        var stock = new HashMap<String, StockModel>();
        units.forEach((sku, received) -> stock.put(sku, StockModel.of(received)));
        return new World(initial, stock, PaymentModel.none(), ShipmentModel.NONE, Map.of());
    }

    /** The order takes a command; its events' messages are on their way at the same moment. */
    World give(Rules rules, OrderCommand command) {
        if (!(rules.decider().decide(order, command, NOW)
                instanceof Accepted<OrderEvent>(var events))) {
            return this;
        }
        World next = this;
        for (OrderEvent event : events) {
            OrderState after = rules.decider().evolve(next.order, event);
            next = new World(after, next.stock, next.payment, next.shipment, next.inFlight);
            for (Message message : rules.process().react(ORDER_ID, after, event)) {
                next = next.sending(way(message), message.command());
            }
        }
        return next;
    }

    private static String way(Message message) {
        return message.service().equals("inventory")
                ? ">inventory/" + message.streamId()
                : ">" + message.service();
    }

    /** Everything that messages under way, provider, carrier and warehouse may do next. */
    List<Move> moves(Rules rules) {
        var moves = new ArrayList<Move>();
        inFlight.keySet().forEach(way -> moves.add(arrive(rules, way)));
        payment.outcomes().forEach(step -> moves.add(paymentStep(step)));
        shipment.outcomes().forEach(step -> moves.add(shipmentStep(step)));
        return moves;
    }

    private Move arrive(Rules rules, String way) {
        Object command = queue(way).getFirst();
        World next = without(way);
        return switch (command) {
            case OrderCommand answer ->
                    new Move(
                            answer.getClass().getSimpleName() + " arrives",
                            next.give(rules, answer));
            case InventoryCommand request ->
                    next.stockStep(way.substring(">inventory/".length()), request);
            case PaymentCommand request -> next.paymentStep(payment.receive(request));
            case ShippingCommand request -> next.shipmentStep(shipment.receive(request));
            default -> throw new IllegalStateException("Nobody takes " + command);
        };
    }

    private Move stockStep(String sku, InventoryCommand request) {
        PeerStep<StockModel> step = requireNonNull(stock.get(sku), sku).receive(request);
        var changed = new HashMap<>(stock);
        changed.put(sku, step.peer());
        World next = new World(order, changed, payment, shipment, inFlight);
        return new Move(step.what(), next.answering("inventory/" + sku + ">", step.answers()));
    }

    private Move paymentStep(PeerStep<PaymentModel> step) {
        World next = new World(order, stock, step.peer(), shipment, inFlight);
        return new Move(step.what(), next.answering("payment>", step.answers()));
    }

    private Move shipmentStep(PeerStep<ShipmentModel> step) {
        World next = new World(order, stock, payment, step.peer(), inFlight);
        return new Move(step.what(), next.answering("shipping>", step.answers()));
    }

    private World answering(String way, List<OrderCommand> answers) {
        World next = this;
        for (OrderCommand answer : answers) {
            next = next.sending(way, answer);
        }
        return next;
    }

    private World sending(String way, Object command) {
        var queue = new ArrayList<>(queue(way));
        queue.add(command);
        var changed = new HashMap<>(inFlight);
        changed.put(way, List.copyOf(queue));
        return new World(order, stock, payment, shipment, changed);
    }

    private List<Object> queue(String way) {
        return inFlight.getOrDefault(way, List.of());
    }

    private World without(String way) {
        var changed = new HashMap<>(inFlight);
        List<Object> rest = queue(way).subList(1, queue(way).size());
        if (rest.isEmpty()) {
            changed.remove(way);
        } else {
            changed.put(way, List.copyOf(rest));
        }
        return new World(order, stock, payment, shipment, changed);
    }

    /** Nothing is under way and nobody is bound to answer. */
    boolean quiet() {
        return inFlight.isEmpty()
                && !payment.stage().waitsForProvider()
                && payment.refundedMinor(Refund.Status.ASKED) == 0
                && !shipment.waitsForCarrier();
    }

    /** For the warehouse to send the parcel, or for a carrier who has to be asked again. */
    private boolean waitsForPeople() {
        return (order instanceof Booked && shipment == ShipmentModel.BOOKED)
                || (order instanceof CancellingShipment && shipment == ShipmentModel.HELD_BACK);
    }

    boolean ended() {
        return switch (order) {
            case Completed completed -> completed.openReturns().findAny().isEmpty();
            case Unpaid _, Dropped _ -> true;
            case None _, Open _, Unwinding _, Capturing _ -> false;
        };
    }

    /** What is wrong, although messages may still be under way. */
    Optional<String> unsound(Rules rules) {
        if (!ended() && rules.decider().deadline(order).isEmpty()) {
            return Optional.of("the order waits without a deadline");
        }
        if (!ended() && quiet() && !waitsForPeople()) {
            return Optional.of("the order waits for what nobody was asked for");
        }
        if (!stock.values().stream().allMatch(StockModel::conserved)) {
            return Optional.of("stock is not conserved");
        }
        if (shipment.left() && !payment.stage().coversShipment()) {
            return Optional.of("the parcel has left but its money is not held");
        }
        boolean released = stock.values().stream().anyMatch(each -> each.any(Status.RELEASED));
        if (shipment.left() && released) {
            return Optional.of("the parcel has left but its stock is given back");
        }
        return Optional.empty();
    }

    /** What is wrong with the end of an order. */
    Optional<String> unclean() {
        return switch (order) {
            case Dropped _ -> {
                boolean back =
                        stock.values().stream()
                                .allMatch(each -> each.available() == each.received());
                yield complaint(back, "stock is not given back")
                        .or(() -> complaint(payment.stage().holdsNothing(), "money is held"))
                        .or(() -> complaint(shipment.stays(), "a parcel is booked"));
            }
            case Unpaid _ ->
                    goodsAreGone()
                            .or(() ->
                                    complaint(
                                            payment.stage() == Stage.CAPTURE_FAILED,
                                            "the order is unpaid but the money is not"));
            case Completed completed ->
                    goodsAreGone()
                            .or(() -> goodsAreNotBack(completed))
                            .or(() -> moneyDiffers(completed))
                            .or(() -> lossIsNotPaid());
            case None _, Open _, Unwinding _, Capturing _ -> Optional.of("the order has not ended");
        };
    }

    private Optional<String> goodsAreGone() {
        boolean shipped = stock.values().stream().allMatch(each -> each.all(Status.SHIPPED));
        return complaint(shipped, "stock is not shipped")
                .or(() -> complaint(shipment.left(), "the parcel is still here"));
    }

    private Optional<String> goodsAreNotBack(Completed completed) {
        int back = stock.values().stream().mapToInt(StockModel::returned).sum();
        int returned =
                completed.returns().stream()
                        .filter(each -> !each.returnId().equals("delivery-failure"))
                        .flatMap(each -> each.lines().stream())
                        .mapToInt(ReturnedLine::quantity)
                        .sum();
        return complaint(back == returned, "returned goods are not back in stock");
    }

    private Optional<String> moneyDiffers(Completed completed) {
        long returned =
                completed.returns().stream().mapToLong(OrderState.Return::amountMinor).sum();
        long kept = payment.amountMinor() - payment.refundedMinor(Refund.Status.values());
        return complaint(payment.stage() == Stage.CAPTURED, "the money is not captured")
                .or(() ->
                        complaint(
                                kept == completed.placed().totalMinor() - returned,
                                "captured - refunded is not the value shipped"));
    }

    private Optional<String> lossIsNotPaid() {
        boolean allRefunded =
                payment.amountMinor() == payment.refundedMinor(Refund.Status.values());
        return complaint(
                shipment != ShipmentModel.LOST || allRefunded, "the lost parcel is not refunded");
    }

    private static Optional<String> complaint(boolean sound, String what) {
        return sound ? Optional.empty() : Optional.of(what);
    }
}
