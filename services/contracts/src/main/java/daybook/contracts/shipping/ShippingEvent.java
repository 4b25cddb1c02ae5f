package daybook.contracts.shipping;

import daybook.contracts.Sealed;
import java.time.Instant;
import java.util.Map;

/**
 * What happened to the shipment of an order. A request is the decision to call the carrier; the
 * call follows after the request is committed.
 */
public sealed interface ShippingEvent {

    /** The wire name of each event, and what was stored under it before. */
    Map<String, Class<?>> TYPES =
            Map.ofEntries(
                    Map.entry("booking-requested", BookingRequested.class),
                    Map.entry("booking-requested.v1", Past.BookingRequestedV1.class),
                    Map.entry("shipment-booked", ShipmentBooked.class),
                    Map.entry("booking-refused", BookingRefused.class),
                    Map.entry("tracking-requested", TrackingRequested.class),
                    Map.entry("shipment-dispatched", ShipmentDispatched.class),
                    Map.entry("shipment-delivered", ShipmentDelivered.class),
                    Map.entry("shipment-failed", ShipmentFailed.class),
                    Map.entry("cancellation-scheduled", CancellationScheduled.class),
                    Map.entry("cancellation-requested", CancellationRequested.class),
                    Map.entry("cancellation-refused", CancellationRefused.class),
                    Map.entry("shipment-cancelled", ShipmentCancelled.class));

    record BookingRequested(String customerId, Sealed shipTo, int weightGrams)
            implements ShippingEvent {}

    record ShipmentBooked(
            String carrierShipmentId,
            String trackerId,
            String trackingCode,
            String carrier,
            Instant trackAt)
            implements ShippingEvent {}

    record BookingRefused(String reason) implements ShippingEvent {}

    /**
     * @param trackAgainAt when to ask again, should the carrier have nothing new
     */
    record TrackingRequested(String trackerId, Instant trackAgainAt) implements ShippingEvent {}

    record ShipmentDispatched() implements ShippingEvent {}

    record ShipmentDelivered() implements ShippingEvent {}

    record ShipmentFailed(String reason) implements ShippingEvent {}

    /** To be cancelled as soon as the carrier has answered the booking. */
    record CancellationScheduled() implements ShippingEvent {}

    record CancellationRequested(String carrierShipmentId) implements ShippingEvent {}

    record CancellationRefused(String reason) implements ShippingEvent {}

    record ShipmentCancelled() implements ShippingEvent {}
}
