package daybook.shipping.readmodel;

import daybook.contracts.shipping.ShippingEvent;
import daybook.contracts.shipping.ShippingEvent.BookingRefused;
import daybook.contracts.shipping.ShippingEvent.BookingRequested;
import daybook.contracts.shipping.ShippingEvent.CancellationRefused;
import daybook.contracts.shipping.ShippingEvent.CancellationRequested;
import daybook.contracts.shipping.ShippingEvent.CancellationScheduled;
import daybook.contracts.shipping.ShippingEvent.ShipmentBooked;
import daybook.contracts.shipping.ShippingEvent.ShipmentCancelled;
import daybook.contracts.shipping.ShippingEvent.ShipmentDelivered;
import daybook.contracts.shipping.ShippingEvent.ShipmentDispatched;
import daybook.contracts.shipping.ShippingEvent.ShipmentFailed;
import daybook.contracts.shipping.ShippingEvent.TrackingRequested;
import daybook.eventlog.Envelope;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The shipment of an order as it stands. The row is also what the API shows. */
@Entity
@Table(name = "shipment_view")
public class ShipmentView extends PanacheEntityBase {

    /** Where the parcel is. */
    public enum Status {
        BOOKING,
        BOOKED,
        REFUSED,
        CANCELLING,
        CANCELLED,
        DISPATCHED,
        DELIVERED,
        FAILED
    }

    @Id
    @Column(name = "id")
    public String orderId = "";

    @Column(name = "customer_id")
    public String customerId = "";

    @Enumerated(EnumType.STRING)
    public Status status = Status.BOOKING;

    public String carrier = "";

    @Column(name = "tracking_code")
    public String trackingCode = "";

    /** Why the carrier refused or failed, if it did. */
    public String reason = "";

    public long version;

    @Column(name = "updated_at")
    public Instant updatedAt = Instant.EPOCH;

    ShipmentView() {}

    ShipmentView(String orderId) {
        this.orderId = orderId;
    }

    void post(Envelope<ShippingEvent> envelope) {
        version = envelope.version();
        updatedAt = envelope.time().truncatedTo(ChronoUnit.MICROS);
        switch (envelope.event()) {
            case BookingRequested(var customer, _, _) -> customerId = customer;
            case ShipmentBooked(_, _, var code, var name, _) -> {
                status = Status.BOOKED;
                trackingCode = code;
                carrier = name;
            }
            case BookingRefused(var why) -> ended(Status.REFUSED, why);
            case TrackingRequested _ -> {}
            case ShipmentDispatched _ -> status = Status.DISPATCHED;
            case ShipmentDelivered _ -> status = Status.DELIVERED;
            case ShipmentFailed(var why) -> ended(Status.FAILED, why);
            case CancellationScheduled _, CancellationRequested _ -> status = Status.CANCELLING;
            case CancellationRefused(var why) -> ended(Status.BOOKED, why);
            case ShipmentCancelled _ -> status = Status.CANCELLED;
        }
    }

    private void ended(Status how, String why) {
        status = how;
        reason = why;
    }
}
