package daybook.audit;

import static daybook.audit.ShipmentFold.Status.*;

import daybook.contracts.shipping.ShippingEvent;
import daybook.contracts.shipping.ShippingEvent.*;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows each order's parcel, from the shipping's log. */
final class ShipmentFold implements Consumer<Envelope<ShippingEvent>> {

    /** Where a parcel is. */
    enum Status {
        NONE,
        REQUESTED,
        BOOKED,
        DISPATCHED,
        DELIVERED,
        FAILED,
        CANCELLED
    }

    /** The parcel of one order. */
    static final class Shipment {
        Status status = NONE;

        /** Whether it ever left the house. */
        boolean dispatched;

        @Nullable Position lastPosition;

        /** On the carrier's books, or about to be, and still in the house. */
        boolean open() {
            return status == REQUESTED || status == BOOKED;
        }
    }

    private final Map<String, Shipment> shipments = new HashMap<>();
    private final Findings findings;
    private final Set<String> unsettled;

    /**
     * @param unsettled gets the orders that something happened to
     */
    ShipmentFold(Findings findings, Set<String> unsettled) {
        this.findings = findings;
        this.unsettled = unsettled;
    }

    /** By order id. */
    Map<String, Shipment> shipments() {
        return shipments;
    }

    @Override
    public void accept(Envelope<ShippingEvent> at) {
        Shipment shipment = shipments.computeIfAbsent(at.streamId(), _ -> new Shipment());
        if (!before(at.event()).contains(shipment.status)) {
            findings.add(
                    Rule.LEGAL_STEP,
                    "shipping",
                    at,
                    "cannot happen to a parcel that is " + shipment.status);
        }
        unsettled.add(at.streamId());
        shipment.lastPosition = at.position();
        shipment.status = after(shipment.status, at.event());
        shipment.dispatched |= shipment.status == DISPATCHED;
    }

    private static Set<Status> before(ShippingEvent event) {
        return switch (event) {
            case BookingRequested _ -> EnumSet.of(NONE, CANCELLED);
            case ShipmentBooked _, BookingRefused _ -> EnumSet.of(REQUESTED);
            case TrackingRequested _ -> EnumSet.of(BOOKED, DISPATCHED);
            case ShipmentDispatched _ -> EnumSet.of(BOOKED);
            case ShipmentDelivered _ -> EnumSet.of(DISPATCHED);
            case ShipmentFailed _ -> EnumSet.of(BOOKED, DISPATCHED);
            case CancellationScheduled _ -> EnumSet.of(REQUESTED);
            case CancellationRequested _, CancellationRefused _ -> EnumSet.of(REQUESTED, BOOKED);
            case ShipmentCancelled _ -> EnumSet.of(NONE, REQUESTED, BOOKED);
        };
    }

    private static Status after(Status status, ShippingEvent event) {
        return switch (event) {
            case BookingRequested _ -> REQUESTED;
            case ShipmentBooked _ -> BOOKED;
            case ShipmentDispatched _ -> DISPATCHED;
            case ShipmentDelivered _ -> DELIVERED;
            case ShipmentFailed _ -> FAILED;
            case BookingRefused _, ShipmentCancelled _ -> CANCELLED;
            case TrackingRequested _,
                    CancellationScheduled _,
                    CancellationRequested _,
                    CancellationRefused _ ->
                    status;
        };
    }
}
