package daybook.shipping.readmodel;

import static daybook.shipping.readmodel.ShipmentView.Status.BOOKED;
import static daybook.shipping.readmodel.ShipmentView.Status.BOOKING;
import static daybook.shipping.readmodel.ShipmentView.Status.CANCELLED;
import static daybook.shipping.readmodel.ShipmentView.Status.CANCELLING;
import static daybook.shipping.readmodel.ShipmentView.Status.DELIVERED;
import static daybook.shipping.readmodel.ShipmentView.Status.DISPATCHED;
import static daybook.shipping.readmodel.ShipmentView.Status.FAILED;
import static daybook.shipping.readmodel.ShipmentView.Status.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
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
import daybook.eventlog.Position;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShipmentViewTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456789Z");
    private static final BookingRequested REQUESTED =
            new BookingRequested(
                    "alice",
                    Sealed.inClear(
                            new Address(
                                    "Alice Example", "1 High Street", "London", "N1 9GU", "GB")),
                    700);
    private static final ShipmentBooked TAKEN =
            new ShipmentBooked("shp_1", "trk_1", "EZ1000", "RoyalMail", AT);

    private final ShipmentView view = new ShipmentView("o-1");

    @Test
    void a_request_says_whose_shipment_it_is() {
        post(REQUESTED);

        assertThat(view.orderId).isEqualTo("o-1");
        assertThat(view.customerId).isEqualTo("alice");
        assertThat(view.status).isEqualTo(BOOKING);
        assertThat(view.trackingCode).isEmpty();
        assertThat(view.updatedAt)
                .as("as precise as the database")
                .isEqualTo(Instant.parse("2026-03-01T10:00:00.123456Z"));
    }

    @Test
    void a_parcel_is_booked_dispatched_and_delivered() {
        post(REQUESTED, TAKEN);
        assertThat(view.status).isEqualTo(BOOKED);
        assertThat(view.carrier).isEqualTo("RoyalMail");
        assertThat(view.trackingCode).isEqualTo("EZ1000");

        post(new TrackingRequested("trk_1", AT));
        assertThat(view.status).as("asking moves no parcel").isEqualTo(BOOKED);
        assertThat(view.version).isEqualTo(3);

        post(new ShipmentDispatched());
        assertThat(view.status).isEqualTo(DISPATCHED);
        post(new ShipmentDelivered());
        assertThat(view.status).isEqualTo(DELIVERED);
        assertThat(view.version).isEqualTo(5);
    }

    @Test
    void a_refused_booking_says_why() {
        post(REQUESTED, new BookingRefused("no such address"));

        assertThat(view.status).isEqualTo(REFUSED);
        assertThat(view.reason).isEqualTo("no such address");
    }

    @Test
    void a_lost_parcel_says_why() {
        post(REQUESTED, TAKEN, new ShipmentDispatched(), new ShipmentFailed("lost at sea"));

        assertThat(view.status).isEqualTo(FAILED);
        assertThat(view.reason).isEqualTo("lost at sea");
    }

    @Test
    void a_booking_is_undone() {
        post(REQUESTED, TAKEN, new CancellationRequested("shp_1"));
        assertThat(view.status).isEqualTo(CANCELLING);

        post(new ShipmentCancelled());
        assertThat(view.status).isEqualTo(CANCELLED);
    }

    @Test
    void a_booking_that_is_to_be_undone_may_not_be_made_yet() {
        post(REQUESTED, new CancellationScheduled());
        assertThat(view.status).isEqualTo(CANCELLING);

        post(TAKEN, new CancellationRequested("shp_1"));
        assertThat(view.status).isEqualTo(CANCELLING);
        assertThat(view.trackingCode).isEqualTo("EZ1000");
    }

    @Test
    void a_booking_that_cannot_be_undone_stands() {
        post(REQUESTED, TAKEN, new CancellationRequested("shp_1"));
        post(new CancellationRefused("the label is used"));

        assertThat(view.status).isEqualTo(BOOKED);
        assertThat(view.reason).isEqualTo("the label is used");
    }

    private void post(ShippingEvent... events) {
        for (ShippingEvent event : events) {
            view.post(
                    new Envelope<>(
                            "o-1",
                            view.version + 1,
                            "shipment",
                            1,
                            AT,
                            "command",
                            "correlation",
                            Optional.empty(),
                            Optional.empty(),
                            new Position(0, view.version),
                            event));
        }
    }
}
