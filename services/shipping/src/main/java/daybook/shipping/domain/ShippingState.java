package daybook.shipping.domain;

import java.time.Instant;
import java.util.Map;

/** Where the shipment of an order stands. */
public sealed interface ShippingState {

    /** The wire name of each state. */
    Map<String, Class<? extends ShippingState>> TYPES =
            Map.of(
                    "none", None.class,
                    "booking", Booking.class,
                    "refused", Refused.class,
                    "booked", Booked.class,
                    "cancelling", Cancelling.class,
                    "cancelled", Cancelled.class,
                    "dispatched", Dispatched.class,
                    "delivered", Delivered.class,
                    "failed", Failed.class);

    /** The parcel's fate is still open, so the carrier is asked from time to time. */
    sealed interface Tracked permits Booked, Cancelling, Dispatched {

        Tracking tracking();

        ShippingState with(Tracking tracking);
    }

    record None() implements ShippingState {}

    /**
     * @param cancelScheduled what the carrier comes to book is to be cancelled at once
     */
    record Booking(boolean cancelScheduled) implements ShippingState {}

    /** The carrier would not take the parcel. */
    record Refused() implements ShippingState {}

    /** The parcel is still here. */
    record Booked(String carrierShipmentId, Tracking tracking) implements ShippingState, Tracked {
        @Override
        public Booked with(Tracking next) {
            return new Booked(carrierShipmentId, next);
        }
    }

    /**
     * The carrier is asked to undo the booking. Tracking goes on: should the parcel have left
     * before, that is the truth, and the order must come to know it.
     */
    record Cancelling(String carrierShipmentId, Tracking tracking)
            implements ShippingState, Tracked {
        @Override
        public Cancelling with(Tracking next) {
            return new Cancelling(carrierShipmentId, next);
        }
    }

    record Cancelled() implements ShippingState {}

    /** The parcel is on its way. */
    record Dispatched(Tracking tracking) implements ShippingState, Tracked {
        @Override
        public Dispatched with(Tracking next) {
            return new Dispatched(next);
        }
    }

    record Delivered() implements ShippingState {}

    /** The parcel will not arrive. */
    record Failed() implements ShippingState {}

    /**
     * @param next when the carrier is to be asked where the parcel is
     * @param timesAsked how often it was asked so far
     */
    record Tracking(String trackerId, Instant next, int timesAsked) {

        Tracking asked(Instant again) {
            return new Tracking(trackerId, again, timesAsked + 1);
        }
    }
}
