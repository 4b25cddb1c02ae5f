package daybook.audit;

import daybook.audit.PaymentFold.Payment;
import daybook.audit.ShipmentFold.Shipment;
import daybook.audit.StockFold.Share;
import daybook.eventlog.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold between the logs. {@link Audit} reads them so that each rule here is sharp: an
 * order that did not move between the two readings of its log is compared with the others' logs,
 * and a difference that a command still waiting in a busy inbox can explain is in flight.
 */
final class CrossCheck {

    /**
     * What the logs say.
     *
     * @param moved orders that changed while the other logs were read
     */
    record Books(
            Map<String, OrderAccount> orders,
            Set<String> moved,
            Map<String, Share> shares,
            Map<String, Payment> payments,
            Map<String, Shipment> shipments) {}

    private final Books books;
    private final Set<String> busyInboxes;
    private final Findings findings;
    private final Notes notes;
    private final Notes inFlight;
    private Instant now = Instant.EPOCH;

    /** Whether there was something to say about the order at hand. */
    private boolean said;

    /**
     * @param busyInboxes services with commands still waiting that were sent before the cut
     */
    CrossCheck(
            Books books, Set<String> busyInboxes, Findings findings, Notes notes, Notes inFlight) {
        this.books = books;
        this.busyInboxes = Set.copyOf(busyInboxes);
        this.findings = findings;
        this.notes = notes;
        this.inFlight = inFlight;
    }

    /**
     * @param unsettled the orders to look at; those about which there is nothing to say are taken
     *     out, as nothing but a new event of theirs can change that
     * @param tolerance how late a deadline may fire
     */
    void run(Set<String> unsettled, Instant now, Duration tolerance) {
        this.now = now;
        unsettled.removeIf(id -> {
            said = false;
            OrderAccount order = books.orders.get(id);
            if (order == null) {
                unknown(id);
            } else {
                check(id, order, tolerance);
            }
            return !said;
        });
    }

    private void check(String id, OrderAccount order, Duration tolerance) {
        checkDeadline(id, order, tolerance);
        note(id, order);
        if (books.moved.contains(id)) {
            say(inFlight, "orders that changed while the logs were read", id);
            return;
        }
        checkStock(id, order, books.shares.getOrDefault(id, new Share()));
        checkMoney(id, order, books.payments.getOrDefault(id, new Payment()));
        checkParcel(id, order, books.shipments.getOrDefault(id, new Shipment()));
    }

    private void say(Notes to, String what, String id) {
        said = true;
        to.add(what, id);
    }

    private void note(String id, OrderAccount order) {
        if (order.status == OrderStatus.UNPAID) {
            say(notes, "orders dispatched whose money could not be taken (UNPAID)", id);
        }
        if (order.refusedMinor > 0) {
            say(notes, "orders with a refund that the provider refused", id);
        }
        if (order.waits()) {
            say(inFlight, "orders waiting on a live deadline", id);
        }
    }

    private void checkDeadline(String id, OrderAccount order, Duration tolerance) {
        if (!order.waits()) {
            return;
        }
        Instant deadline = order.deadline();
        if (deadline == null) {
            broken(Rule.LIVE_DEADLINE, id, order, order.status + " without a deadline");
        } else if (now.isAfter(deadline.plus(tolerance))) {
            broken(
                    Rule.LIVE_DEADLINE,
                    id,
                    order,
                    "%s, and its deadline passed %s ago"
                            .formatted(what(order), age(deadline, now)));
        }
    }

    /** {@code 3h4m5s}. */
    private static String age(Instant from, Instant to) {
        Duration age = Duration.ofSeconds(Duration.between(from, to).toSeconds());
        return age.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static String what(OrderAccount order) {
        return order.status.ended() ? "waits for a refund" : "is " + order.status;
    }

    private void checkStock(String id, OrderAccount order, Share share) {
        if (order.status.holdsAllStock() && share.reservedUnits != order.units) {
            broken(
                    Rule.STOCK_AS_ORDERED,
                    id,
                    order,
                    "is %s, but %d of its %d units are reserved"
                            .formatted(order.status, share.reservedUnits, order.units));
        }
        if (!order.status.dispatched() && share.shippedUnits > 0) {
            broken(
                    Rule.STOCK_AS_ORDERED,
                    id,
                    order,
                    "is %s, but %d units left the house"
                            .formatted(order.status, share.shippedUnits));
        }
        if (order.status.ended() && share.reservedUnits != 0) {
            unless(
                    "inventory",
                    Rule.ENDED_CLEAN,
                    id,
                    order,
                    "is %s, but %d units are reserved"
                            .formatted(order.status, share.reservedUnits));
        }
        if (order.status.dispatched() && share.shipped != order.lines) {
            unless(
                    "inventory",
                    Rule.STOCK_AS_ORDERED,
                    id,
                    order,
                    "is %s with %d units, but the inventory shipped %d or other lines"
                            .formatted(order.status, order.units, share.shippedUnits));
        }
        if (share.returned != order.restocked) {
            unless(
                    "inventory",
                    Rule.STOCK_AS_ORDERED,
                    id,
                    order,
                    "the lines that came back into stock (%d units) are not those of its returns"
                            .formatted(share.returnedUnits));
        }
    }

    private void checkMoney(String id, OrderAccount order, Payment payment) {
        if (order.status.paid()
                && (payment.authorised != order.totalMinor
                        || !payment.currency.equals(order.currency))) {
            brokenMoney(id, order, payment, "is not authorised for its total");
        }
        if (order.status == OrderStatus.COMPLETED && payment.captured != order.totalMinor) {
            brokenMoney(id, order, payment, "is complete, but its total is not captured");
        }
        if (order.status == OrderStatus.UNPAID && payment.captured != 0) {
            unless("order", Rule.MONEY_AS_ORDERED, id, order, "is unpaid, but money was captured");
        }
        if (payment.refunded < order.refundedMinor
                || payment.refunded > order.refundedMinor + order.pendingMinor()) {
            brokenMoney(
                    id,
                    order,
                    payment,
                    "has %d refunded and %d pending by its own log"
                            .formatted(order.refundedMinor, order.pendingMinor()));
        }
        if (order.status.unwound()) {
            if (payment.captured != payment.refunded) {
                brokenMoney(id, order, payment, "did not go through, but money is kept");
            }
            if (payment.open() != 0 || payment.authorising) {
                unless(
                        "payment",
                        Rule.ENDED_CLEAN,
                        id,
                        order,
                        "is %s, but its money is still held".formatted(order.status));
            }
        }
    }

    private void brokenMoney(String id, OrderAccount order, Payment payment, String problem) {
        broken(
                Rule.MONEY_AS_ORDERED,
                id,
                order,
                "%s (total %d, authorised %d, captured %d, refunded %d)"
                        .formatted(
                                problem,
                                order.totalMinor,
                                payment.authorised,
                                payment.captured,
                                payment.refunded));
    }

    private void checkParcel(String id, OrderAccount order, Shipment shipment) {
        if (order.status.dispatched() && !shipment.dispatched) {
            broken(Rule.PARCEL_AS_ORDERED, id, order, "is dispatched, but no parcel left");
        }
        if (order.status.unwound() && shipment.dispatched) {
            broken(
                    Rule.PARCEL_AS_ORDERED,
                    id,
                    order,
                    "is " + order.status + ", but its parcel left the house");
        }
        if (order.status.unwound() && shipment.open()) {
            unless(
                    "shipping",
                    Rule.ENDED_CLEAN,
                    id,
                    order,
                    "is %s, but its parcel is %s".formatted(order.status, shipment.status));
        }
    }

    private void unknown(String id) {
        Share share = books.shares.get(id);
        if (share != null) {
            unknown("inventory", id, share.lastPosition);
        }
        Payment payment = books.payments.get(id);
        if (payment != null) {
            unknown("payment", id, payment.lastPosition);
        }
        Shipment shipment = books.shipments.get(id);
        if (shipment != null) {
            unknown("shipping", id, shipment.lastPosition);
        }
    }

    private void unknown(String log, String id, @Nullable Position position) {
        find(Rule.ORDER_KNOWN, log, id, position, "no order has this id");
    }

    private void broken(Rule rule, String id, OrderAccount order, String detail) {
        find(rule, "order", id, order.lastPosition, detail);
    }

    private void find(Rule rule, String log, String id, @Nullable Position at, String detail) {
        said = true;
        findings.add(rule, log, id, String.valueOf(at), now, detail);
    }

    /** Broken, unless the service has not yet read all that orders sent it. */
    private void unless(String service, Rule rule, String id, OrderAccount order, String detail) {
        if (busyInboxes.contains(service)) {
            say(inFlight, "orders that the inbox of " + service + " still has commands for", id);
        } else {
            broken(rule, id, order, detail);
        }
    }
}
