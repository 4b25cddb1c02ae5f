package daybook.contracts.order;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderEvent.OrderBooked;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What stands in logs and inboxes but is written no more. Each form supplies the one that came
 * after it and never changes.
 */
final class Past {

    private Past() {}

    /** Before addresses were sealed. */
    record OrderPlacedV1(
            String customerId,
            String currency,
            List<OrderLine> lines,
            Address shipTo,
            String paymentMethod,
            long totalMinor,
            Instant reserveBy)
            implements Supplier<OrderPlaced> {
        @Override
        public OrderPlaced get() {
            return new OrderPlaced(
                    customerId,
                    currency,
                    lines,
                    Sealed.inClear(shipTo),
                    paymentMethod,
                    totalMinor,
                    reserveBy);
        }
    }

    /** Before addresses were sealed. */
    record PlaceOrderV1(
            String customerId,
            String currency,
            List<OrderLine> lines,
            Address shipTo,
            String paymentMethod)
            implements Supplier<PlaceOrder> {
        @Override
        public PlaceOrder get() {
            return new PlaceOrder(
                    customerId, currency, lines, Sealed.inClear(shipTo), paymentMethod);
        }
    }

    /** Before an order knew who carries its parcel. */
    record OrderBookedV1(String trackingCode, Instant dispatchBy) implements Supplier<OrderBooked> {
        @Override
        public OrderBooked get() {
            return new OrderBooked(OrderBooked.UNKNOWN_CARRIER, trackingCode, dispatchBy);
        }
    }

    /** Before shipping said who carries the parcel. */
    record ConfirmBookingV1(String trackingCode) implements Supplier<ConfirmBooking> {
        @Override
        public ConfirmBooking get() {
            return new ConfirmBooking(OrderBooked.UNKNOWN_CARRIER, trackingCode);
        }
    }
}
