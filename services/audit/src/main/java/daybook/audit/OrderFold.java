package daybook.audit;

import static daybook.audit.OrderStatus.*;

import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.*;
import daybook.contracts.order.OrderEvent.AddressErased;
import daybook.contracts.order.OrderLine;
import daybook.contracts.order.ReturnedLine;
import daybook.eventlog.Envelope;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Follows every order through its own log. */
final class OrderFold implements Consumer<Envelope<OrderEvent>> {

    private static final Set<OrderStatus> ANY = EnumSet.allOf(OrderStatus.class);

    private final Map<String, OrderAccount> orders = new HashMap<>();
    private final Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);
    private final Set<String> moved = new HashSet<>();
    private final Findings findings;
    private final Set<String> unsettled;
    private final MoneyTotals totals;
    private boolean afterCut;

    /**
     * @param unsettled gets the orders that something happened to
     * @param totals gets what they are worth
     */
    OrderFold(Findings findings, Set<String> unsettled, MoneyTotals totals) {
        this.findings = findings;
        this.unsettled = unsettled;
        this.totals = totals;
    }

    Map<String, OrderAccount> orders() {
        return orders;
    }

    /** How many stand where. */
    Map<OrderStatus, Long> byStatus() {
        Map<OrderStatus, Long> counts = new EnumMap<>(byStatus);
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** The orders that changed after the cut of this round; see {@link Audit}. */
    Set<String> moved() {
        return moved;
    }

    /** A round begins. */
    void begin() {
        moved.clear();
        afterCut = false;
    }

    /** From now on, orders that change have moved. */
    void cut() {
        afterCut = true;
    }

    @Override
    public void accept(Envelope<OrderEvent> at) {
        OrderAccount order = orders.get(at.streamId());
        if (order == null) {
            order = new OrderAccount();
            orders.put(at.streamId(), order);
            if (!(at.event() instanceof OrderPlaced)) {
                illegal(at, "an order begins with order-placed");
            }
        } else {
            count(order, -1);
            totals.take(order.currency, order.money());
            if (at.event() instanceof OrderPlaced) {
                illegal(at, "an order is placed once");
            }
        }
        if (!before(at.event()).contains(order.status)) {
            illegal(at, "cannot happen to an order that is " + order.status);
        }
        if (afterCut) {
            moved.add(at.streamId());
        }
        unsettled.add(at.streamId());
        order.lastPosition = at.position();
        apply(order, at);
        count(order, 1);
        totals.add(order.currency, order.money());
    }

    private void count(OrderAccount order, long more) {
        byStatus.merge(order.status, more, Long::sum);
    }

    private void illegal(Envelope<OrderEvent> at, String detail) {
        findings.add(Rule.LEGAL_STEP, "order", at, detail);
    }

    /** Where an order may stand when the event happens to it. */
    private static Set<OrderStatus> before(OrderEvent event) {
        return switch (event) {
            case OrderPlaced _, LineReserved _, LineRefused _, OrderReserved _ ->
                    EnumSet.of(RESERVING);
            case OrderAuthorised _ -> EnumSet.of(AUTHORISING);
            case OrderBooked _ -> EnumSet.of(BOOKING);
            case OrderDispatched _ -> EnumSet.of(BOOKING, BOOKED, CANCELLING);
            case OrderUnpaid _ -> EnumSet.of(CAPTURING);
            // Somebody looked and the money could be taken after all.
            case OrderCompleted _ -> EnumSet.of(CAPTURING, UNPAID);
            case ShipmentCancellationStarted _ -> EnumSet.of(BOOKING, BOOKED);
            case VoidStarted _ -> EnumSet.of(AUTHORISING, BOOKING, BOOKED, CANCELLING);
            case OrderCancelled _, OrderRejected _ -> EnumSet.of(RESERVING, AUTHORISING, VOIDING);
            case DeliveryFailed _ -> EnumSet.of(CAPTURING, COMPLETED, UNPAID);
            case ItemsReturned _, ReturnRefunded _, RefundRefused _ -> EnumSet.of(COMPLETED);
            case AddressErased _, StepRetried _ -> ANY;
        };
    }

    private void apply(OrderAccount order, Envelope<OrderEvent> at) {
        switch (at.event()) {
            case OrderPlaced placed -> place(order, placed, at);
            case AddressErased _, LineReserved _, LineRefused _, DeliveryFailed _ -> {}
            case OrderReserved(var authoriseBy) -> {
                order.status = AUTHORISING;
                order.waitUntil(authoriseBy);
            }
            case OrderAuthorised(var bookBy) -> {
                order.status = BOOKING;
                order.waitUntil(bookBy);
            }
            case OrderBooked(_, _, var dispatchBy) -> {
                order.status = BOOKED;
                order.waitUntil(dispatchBy);
            }
            case OrderDispatched(var captureBy) -> {
                order.status = CAPTURING;
                order.waitUntil(captureBy);
            }
            case OrderCompleted _ -> order.status = COMPLETED;
            case OrderUnpaid _ -> order.status = UNPAID;
            case ShipmentCancellationStarted(_, _, var retryAt) -> {
                order.status = CANCELLING;
                order.waitUntil(retryAt);
            }
            case VoidStarted(_, _, var retryAt) -> {
                order.status = VOIDING;
                order.waitUntil(retryAt);
            }
            case OrderCancelled _ -> order.status = CANCELLED;
            case OrderRejected _ -> order.status = REJECTED;
            case ItemsReturned returned -> takeBack(order, returned, at);
            case ReturnRefunded(var returnId) ->
                    order.refundedMinor += endRefund(order, returnId, at);
            case RefundRefused(var returnId, _) ->
                    order.refusedMinor += endRefund(order, returnId, at);
            case StepRetried(var retryAt) -> retry(order, retryAt, at);
        }
    }

    private void place(OrderAccount order, OrderPlaced placed, Envelope<OrderEvent> at) {
        order.currency = placed.currency();
        order.totalMinor = placed.totalMinor();
        long sum = 0;
        for (OrderLine line : placed.lines()) {
            sum += line.amountMinor();
            order.units += line.quantity();
            order.lines += OrderAccount.fingerprint(line.sku(), line.line(), line.quantity());
        }
        if (sum != placed.totalMinor()) {
            findings.add(
                    Rule.MONEY_AS_ORDERED,
                    "order",
                    at,
                    "total is %d, its lines are worth %d".formatted(placed.totalMinor(), sum));
        }
        order.waitUntil(placed.reserveBy());
    }

    private void takeBack(OrderAccount order, ItemsReturned returned, Envelope<OrderEvent> at) {
        order.returnedMinor += returned.amountMinor();
        for (ReturnedLine line : returned.lines()) {
            order.returnedUnits += line.quantity();
            if (returned.restock()) {
                order.restocked +=
                        OrderAccount.returnFingerprint(
                                returned.returnId(), line.line(), line.quantity());
            }
        }
        if (order.returnedUnits > order.units || order.returnedMinor > order.totalMinor) {
            findings.add(
                    Rule.MONEY_AS_ORDERED,
                    "order",
                    at,
                    "%d of %d units and %d of %d returned"
                            .formatted(
                                    order.returnedUnits,
                                    order.units,
                                    order.returnedMinor,
                                    order.totalMinor));
        }
        // A gift costs nothing, so nothing is refunded for it.
        if (returned.amountMinor() > 0) {
            order.refundPending(returned.returnId(), returned.amountMinor());
            order.waitUntil(returned.retryAt());
        }
    }

    private long endRefund(OrderAccount order, String returnId, Envelope<OrderEvent> at) {
        long amountMinor = order.refundEnded(returnId);
        if (amountMinor < 0) {
            illegal(at, "return " + returnId + " has no refund under way");
        }
        return Math.max(0, amountMinor);
    }

    private void retry(OrderAccount order, Instant retryAt, Envelope<OrderEvent> at) {
        if (!order.waits()) {
            illegal(at, "an order that waits for nothing tried again");
        }
        order.waitUntil(retryAt);
    }
}
