package daybook.contracts.order;

import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderEvent.OrderBooked;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What stands in logs and inboxes but is written no more. Each form supplies the one that came
 * after it and never changes.
 */
final class Past {

    private Past() {}

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
