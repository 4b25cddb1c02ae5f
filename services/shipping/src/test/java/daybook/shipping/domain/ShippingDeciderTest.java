package daybook.shipping.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingCommand.CancelShipment;
import daybook.contracts.shipping.ShippingCommand.DispatchShipment;
import daybook.contracts.shipping.ShippingCommand.RecordBooked;
import daybook.contracts.shipping.ShippingCommand.RecordBookingRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancellationRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancelled;
import daybook.contracts.shipping.ShippingCommand.RecordTracking;
import daybook.contracts.shipping.ShippingCommand.TrackShipment;
import daybook.contracts.shipping.ShippingCommand.TrackingStatus;
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
import daybook.eventlog.Decision.Reason;
import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.testing.DeciderSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShippingDeciderTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant TRACK_AT = NOON.plusSeconds(60);
    private static final Sealed HOME =
            Sealed.inClear(new Address("Ada", "1 Loop Street", "London", "N1 9GU", "GB"));
    private static final RecordBooked BOOKING =
            new RecordBooked("shp_1", "trk_1", "EZ1000000001", "USPS");
    private static final String LOST = "the carrier reports that the parcel will not arrive";

    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> none =
            DeciderSpec.of(
                    new ShippingDecider(
                            new TrackingSchedule(Duration.ofSeconds(60), Duration.ofSeconds(300))));
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> booking =
            none.given(new BookingRequested("c-1", HOME, 700));
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> refused =
            booking.given(new BookingRefused("no service"));
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> booked =
            booking.given(new ShipmentBooked("shp_1", "trk_1", "EZ1000000001", "USPS", TRACK_AT));
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> cancelling =
            booked.given(new CancellationRequested("shp_1"));
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> cancelled =
            cancelling.given(new ShipmentCancelled());
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> dispatched =
            booked.given(new ShipmentDispatched());
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> delivered =
            dispatched.given(new ShipmentDelivered());
    private final DeciderSpec<ShippingCommand, ShippingState, ShippingEvent> failed =
            dispatched.given(new ShipmentFailed(LOST));

    @Test
    void a_booking_is_asked_of_the_carrier() {
        none.when(new BookShipment("c-1", HOME, 700), NOON)
                .then(new BookingRequested("c-1", HOME, 700))
                .thenNoDeadline();
    }

    @Test
    void a_parcel_weighs_something() {
        none.when(new BookShipment("c-1", HOME, 0), NOON)
                .thenRejected(Reason.INVALID, "weight-not-positive")
                .naming("0 grams");
    }

    @Test
    void a_booking_is_asked_once() {
        for (var spec : List.of(booking, refused, booked, cancelled, dispatched, failed)) {
            spec.when(new BookShipment("c-1", HOME, 700), NOON).thenUnchanged();
        }
    }

    @Test
    void a_booked_shipment_is_tracked_after_a_while() {
        booking.when(BOOKING, NOON)
                .then(new ShipmentBooked("shp_1", "trk_1", "EZ1000000001", "USPS", TRACK_AT))
                .thenDeadline(TRACK_AT, new TrackShipment());
    }

    @Test
    void the_carrier_may_refuse() {
        booking.when(new RecordBookingRefused("no service"), NOON)
                .then(new BookingRefused("no service"))
                .thenNoDeadline();
    }

    @Test
    void tracking_becomes_rarer_up_to_a_limit() {
        var spec = booked;
        Instant at = TRACK_AT;
        for (int seconds : List.of(120, 240, 300, 300)) {
            Instant again = at.plusSeconds(seconds);
            spec =
                    spec.when(new TrackShipment(), at)
                            .then(new TrackingRequested("trk_1", again))
                            .thenDeadline(again, new TrackShipment())
                            .after();
            at = again;
        }
    }

    @Test
    void a_schedule_makes_sense() {
        var minute = Duration.ofMinutes(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrackingSchedule(Duration.ZERO, minute));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrackingSchedule(minute.plusNanos(1), minute))
                .withMessageContaining("PT1M");
    }

    @Test
    void a_parcel_is_tracked_until_its_fate_is_known() {
        for (var spec : List.of(booked, cancelling, dispatched)) {
            spec.when(new TrackShipment(), TRACK_AT)
                    .then(new TrackingRequested("trk_1", TRACK_AT.plusSeconds(120)));
        }
        for (var spec : List.of(none, booking, refused, cancelled, delivered, failed)) {
            spec.when(new TrackShipment(), TRACK_AT).thenUnchanged().thenNoDeadline();
        }
    }

    @Test
    void a_parcel_on_its_way_is_dispatched() {
        for (var spec : List.of(booked, cancelling)) {
            spec.when(new RecordTracking(TrackingStatus.IN_TRANSIT), NOON)
                    .then(new ShipmentDispatched())
                    .thenDeadline(TRACK_AT, new TrackShipment());
        }
        dispatched.when(new RecordTracking(TrackingStatus.IN_TRANSIT), NOON).thenUnchanged();
    }

    @Test
    void a_delivered_parcel_was_dispatched_before() {
        booked.when(new RecordTracking(TrackingStatus.DELIVERED), NOON)
                .then(new ShipmentDispatched(), new ShipmentDelivered())
                .thenNoDeadline();
        dispatched
                .when(new RecordTracking(TrackingStatus.DELIVERED), NOON)
                .then(new ShipmentDelivered())
                .thenNoDeadline();
    }

    @Test
    void a_lost_parcel_has_failed() {
        for (var spec : List.of(booked, cancelling, dispatched)) {
            spec.when(new RecordTracking(TrackingStatus.FAILURE), NOON)
                    .then(new ShipmentFailed(LOST))
                    .thenNoDeadline();
        }
    }

    @Test
    void no_news_is_no_event() {
        for (var spec : List.of(booked, cancelling, dispatched)) {
            spec.when(new RecordTracking(TrackingStatus.PRE_TRANSIT), NOON).thenUnchanged();
        }
    }

    @ParameterizedTest
    @EnumSource(TrackingStatus.class)
    void late_tracking_changes_nothing(TrackingStatus status) {
        for (var spec : List.of(none, booking, refused, cancelled, delivered, failed)) {
            spec.when(new RecordTracking(status), NOON).thenUnchanged();
        }
    }

    @Test
    void the_warehouse_hands_over_what_is_booked() {
        booked.when(new DispatchShipment(), NOON)
                .then(new ShipmentDispatched())
                .thenDeadline(TRACK_AT, new TrackShipment());
        dispatched.when(new DispatchShipment(), NOON).thenUnchanged();
        delivered.when(new DispatchShipment(), NOON).thenUnchanged();
    }

    @Test
    void the_warehouse_keeps_what_is_not_booked() {
        none.when(new DispatchShipment(), NOON).thenRejected(Reason.NOT_FOUND, "no-such-shipment");
        booking.when(new DispatchShipment(), NOON).thenRejected(Reason.CONFLICT, "not-booked-yet");
        cancelling
                .when(new DispatchShipment(), NOON)
                .thenRejected(Reason.CONFLICT, "being-cancelled");
        for (var spec : List.of(refused, cancelled, failed)) {
            spec.when(new DispatchShipment(), NOON).thenRejected(Reason.CONFLICT, "not-booked");
        }
    }

    @Test
    void a_booked_shipment_can_be_cancelled() {
        booked.when(new CancelShipment(), NOON).then(new CancellationRequested("shp_1"));
        cancelling.when(new RecordCancelled(), NOON).then(new ShipmentCancelled()).thenNoDeadline();
    }

    @Test
    void a_cancellation_waits_for_the_answer_to_the_booking() {
        var scheduled =
                booking.when(new CancelShipment(), NOON).then(new CancellationScheduled()).after();
        scheduled.when(new CancelShipment(), NOON).thenUnchanged();
        scheduled
                .when(BOOKING, NOON)
                .then(
                        new ShipmentBooked("shp_1", "trk_1", "EZ1000000001", "USPS", TRACK_AT),
                        new CancellationRequested("shp_1"))
                .thenState(cancelling.state());
        scheduled
                .when(new RecordBookingRefused("no service"), NOON)
                .then(new BookingRefused("no service"));
    }

    @Test
    void a_refused_cancellation_leaves_the_booking() {
        cancelling
                .when(new RecordCancellationRefused("scanned"), NOON)
                .then(new CancellationRefused("scanned"))
                .thenState(booked.state())
                .thenDeadline(TRACK_AT, new TrackShipment())
                .after()
                .when(new CancelShipment(), NOON)
                .then(new CancellationRequested("shp_1"));
    }

    @Test
    void what_has_left_or_is_not_booked_is_not_cancelled() {
        for (var spec : List.of(refused, cancelling, cancelled, dispatched, delivered, failed)) {
            spec.when(new CancelShipment(), NOON).thenUnchanged();
        }
        none.when(new CancelShipment(), NOON).thenRejected(Reason.NOT_FOUND, "no-such-shipment");
    }

    @Test
    void late_answers_change_nothing() {
        for (var spec : List.of(none, refused, booked, cancelling, cancelled, dispatched)) {
            spec.when(BOOKING, NOON).thenUnchanged();
            spec.when(new RecordBookingRefused("late"), NOON).thenUnchanged();
        }
        for (var spec : List.of(none, booking, booked, cancelled, dispatched, failed)) {
            spec.when(new RecordCancelled(), NOON).thenUnchanged();
            spec.when(new RecordCancellationRefused("late"), NOON).thenUnchanged();
        }
    }

    @Test
    void a_state_is_stored_and_read_again() {
        var table = TypeTable.of(ShippingState.class, ShippingState.TYPES);
        for (var spec :
                List.of(
                        none,
                        booking,
                        refused,
                        booked,
                        cancelling,
                        cancelled,
                        dispatched,
                        delivered,
                        failed)) {
            ShippingState state = spec.state();
            assertThat(table.classOf(table.nameOf(state)))
                    .get()
                    .extracting(type -> Json.read(Json.write(state), type))
                    .isEqualTo(state);
        }
    }
}
