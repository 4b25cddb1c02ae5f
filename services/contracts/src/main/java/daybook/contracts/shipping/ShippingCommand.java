package daybook.contracts.shipping;

import daybook.contracts.Sealed;
import java.util.Map;

/**
 * What one may ask of the shipment of an order; the stream is the order's id. The commands that
 * record are the carrier's outcomes, sent by the effect that called it.
 */
public sealed interface ShippingCommand {

    /** The wire name of each command, and what was sent under it before. */
    Map<String, Class<?>> TYPES =
            Map.of(
                    "book-shipment", BookShipment.class,
                    "book-shipment.v1", Past.BookShipmentV1.class,
                    "cancel-shipment", CancelShipment.class,
                    "dispatch-shipment", DispatchShipment.class,
                    "track-shipment", TrackShipment.class,
                    "record-booked", RecordBooked.class,
                    "record-booking-refused", RecordBookingRefused.class,
                    "record-tracking", RecordTracking.class,
                    "record-cancelled", RecordCancelled.class,
                    "record-cancellation-refused", RecordCancellationRefused.class);

    /** What the carrier says of a parcel, after EasyPost's tracker statuses. */
    enum TrackingStatus {
        PRE_TRANSIT,
        IN_TRANSIT,
        DELIVERED,
        FAILURE
    }

    /**
     * @param weightGrams of the packed parcel
     */
    record BookShipment(String customerId, Sealed shipTo, int weightGrams)
            implements ShippingCommand {}

    /** Undo the booking unless the parcel is on its way; the answer goes to the order. */
    record CancelShipment() implements ShippingCommand {}

    /** The warehouse has handed the parcel over. */
    record DispatchShipment() implements ShippingCommand {}

    /** From the shipment's own deadline: time to ask the carrier where the parcel is. */
    record TrackShipment() implements ShippingCommand {}

    record RecordBooked(
            String carrierShipmentId, String trackerId, String trackingCode, String carrier)
            implements ShippingCommand {}

    record RecordBookingRefused(String reason) implements ShippingCommand {}

    record RecordTracking(TrackingStatus status) implements ShippingCommand {}

    record RecordCancelled() implements ShippingCommand {}

    record RecordCancellationRefused(String reason) implements ShippingCommand {}
}
