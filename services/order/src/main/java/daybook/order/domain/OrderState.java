package daybook.order.domain;

import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderEvent.Outcome;
import daybook.contracts.order.ReturnedLine;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where an order is in its life. Every state that waits for somebody carries the instant at which
 * the order stops waiting.
 */
public sealed interface OrderState {

    /** The stored name of each state. */
    Map<String, Class<? extends OrderState>> TYPES =
            Map.ofEntries(
                    Map.entry("none", None.class),
                    Map.entry("reserving", Reserving.class),
                    Map.entry("authorising", Authorising.class),
                    Map.entry("booking", Booking.class),
                    Map.entry("booked", Booked.class),
                    Map.entry("cancelling-shipment", CancellingShipment.class),
                    Map.entry("voiding", Voiding.class),
                    Map.entry("capturing", Capturing.class),
                    Map.entry("completed", Completed.class),
                    Map.entry("unpaid", Unpaid.class),
                    Map.entry("cancelled", Cancelled.class),
                    Map.entry("rejected", Rejected.class));

    /** Every state of an order that exists, in groups that commands treat alike. */
    sealed interface Placed permits Open, Unwinding, Shipped, Dropped {

        /** What was ordered. */
        OrderPlaced placed();
    }

    /** On its way to dispatch. */
    sealed interface Open extends Placed permits Reserving, Authorising, Booking, Booked {}

    /** What was asked of others is being undone. */
    sealed interface Unwinding extends Placed permits CancellingShipment, Voiding {

        Outcome outcome();

        String reason();
    }

    /** The parcel has left. */
    sealed interface Shipped extends Placed permits Capturing, Completed, Unpaid {

        /** Why the parcel will not arrive; empty unless it was lost. */
        String deliveryFailure();
    }

    /** Ended without a parcel. */
    sealed interface Dropped extends Placed permits Cancelled, Rejected {

        /** Tells which lines' stock is given back: all but the refused ones. */
        LineAnswers answers();
    }

    /** Nothing was ordered yet. */
    record None() implements OrderState {}

    /** Waits for inventory to answer for each line. */
    record Reserving(OrderPlaced placed, LineAnswers answers) implements OrderState, Open {}

    /** Waits for payment to hold the total. */
    record Authorising(OrderPlaced placed, Instant authoriseBy) implements OrderState, Open {}

    /** Waits for the carrier to take the booking. */
    record Booking(OrderPlaced placed, Instant bookBy) implements OrderState, Open {}

    /** Waits for the parcel to leave. */
    record Booked(OrderPlaced placed, Instant dispatchBy) implements OrderState, Open {}

    /** Waits for shipping to undo the booking, unless the parcel leaves first. */
    record CancellingShipment(OrderPlaced placed, Outcome outcome, String reason, Instant retryAt)
            implements OrderState, Unwinding {}

    /** Waits for payment to let go of the money. */
    record Voiding(OrderPlaced placed, Outcome outcome, String reason, Instant retryAt)
            implements OrderState, Unwinding {}

    /** Waits for payment to take the money. */
    record Capturing(OrderPlaced placed, String deliveryFailure, Instant retryAt)
            implements OrderState, Shipped {}

    /** Dispatched and paid; what comes back is refunded. */
    record Completed(OrderPlaced placed, String deliveryFailure, List<Return> returns)
            implements OrderState, Shipped {
        public Completed {
            returns = List.copyOf(returns);
        }

        /** Returns whose money is not back with the customer yet. */
        public Stream<Return> openReturns() {
            return returns.stream().filter(Return::open);
        }

        /** Units that came back so far, by line; lines without any are absent. */
        public Map<Integer, Integer> returnedUnits() {
            var units = new HashMap<Integer, Integer>();
            for (Return each : returns) {
                for (ReturnedLine line : each.lines()) {
                    units.merge(line.line(), line.quantity(), Integer::sum);
                }
            }
            return units;
        }
    }

    /** Dispatched, but the money could not be taken. */
    record Unpaid(OrderPlaced placed, String deliveryFailure) implements OrderState, Shipped {}

    /** Ended on request. */
    record Cancelled(OrderPlaced placed, LineAnswers answers) implements OrderState, Dropped {}

    /** Ended because it could not be fulfilled. */
    record Rejected(OrderPlaced placed, LineAnswers answers) implements OrderState, Dropped {}

    /**
     * Part of an order that came back, or was lost on the way.
     *
     * @param open whether its refund is still asked for
     * @param retryAt when to ask again, if open
     */
    record Return(
            String returnId,
            List<ReturnedLine> lines,
            long amountMinor,
            boolean open,
            Instant retryAt) {
        public Return {
            lines = List.copyOf(lines);
        }

        Return closed() {
            return new Return(returnId, lines, amountMinor, false, retryAt);
        }

        Return retriedAt(Instant next) {
            return new Return(returnId, lines, amountMinor, open, next);
        }
    }
}
