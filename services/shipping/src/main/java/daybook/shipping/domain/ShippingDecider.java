package daybook.shipping.domain;

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
import daybook.eventlog.Deadline;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import daybook.shipping.domain.ShippingState.Booked;
import daybook.shipping.domain.ShippingState.Booking;
import daybook.shipping.domain.ShippingState.Cancelled;
import daybook.shipping.domain.ShippingState.Cancelling;
import daybook.shipping.domain.ShippingState.Delivered;
import daybook.shipping.domain.ShippingState.Dispatched;
import daybook.shipping.domain.ShippingState.Failed;
import daybook.shipping.domain.ShippingState.None;
import daybook.shipping.domain.ShippingState.Refused;
import daybook.shipping.domain.ShippingState.Tracked;
import daybook.shipping.domain.ShippingState.Tracking;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when the carrier is to be called and what its answers mean. A parcel is either cancelled
 * or dispatched, whichever is known first, and never both.
 */
public final class ShippingDecider
        implements Decider<ShippingCommand, ShippingState, ShippingEvent> {

    private static final String LOST = "the carrier reports that the parcel will not arrive";

    private final TrackingSchedule schedule;

    public ShippingDecider(TrackingSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public ShippingState initial() {
        return new None();
    }

    @Override
    public Optional<Deadline<ShippingCommand>> deadline(ShippingState state) {
        return state instanceof Tracked parcel
                ? Optional.of(new Deadline<>(parcel.tracking().next(), new TrackShipment()))
                : Optional.empty();
    }

    @Override
    public Decision<ShippingEvent> decide(
            ShippingState state, ShippingCommand command, Instant at) {
        return switch (command) {
            case BookShipment book -> book(state, book);
            case CancelShipment() -> cancel(state);
            case DispatchShipment() -> dispatch(state);
            // Whenever it comes: the deadline gives it once, so it must never be lost.
            case TrackShipment() ->
                    state instanceof Tracked parcel
                            ? Decision.accept(track(parcel.tracking(), at))
                            : Decision.unchanged();
            case RecordBooked booked -> booked(state, booked, at);
            case RecordBookingRefused(String reason) ->
                    state instanceof Booking
                            ? Decision.accept(new BookingRefused(reason))
                            : Decision.unchanged();
            case RecordTracking(TrackingStatus status) -> tracked(state, status);
            case RecordCancelled() ->
                    state instanceof Cancelling
                            ? Decision.accept(new ShipmentCancelled())
                            : Decision.unchanged();
            case RecordCancellationRefused(String reason) ->
                    state instanceof Cancelling
                            ? Decision.accept(new CancellationRefused(reason))
                            : Decision.unchanged();
        };
    }

    private static Decision<ShippingEvent> book(ShippingState state, BookShipment book) {
        if (!(state instanceof None)) {
            return Decision.unchanged();
        }
        if (book.weightGrams() <= 0) {
            return Decision.invalid(
                    "weight-not-positive",
                    "The parcel weighs %d grams; at least 1.".formatted(book.weightGrams()));
        }
        return Decision.accept(
                new BookingRequested(book.customerId(), book.shipTo(), book.weightGrams()));
    }

    private static Decision<ShippingEvent> cancel(ShippingState state) {
        return switch (state) {
            case None _ -> noShipment();
            case Booking(boolean scheduled) ->
                    scheduled ? Decision.unchanged() : Decision.accept(new CancellationScheduled());
            case Booked(String shipmentId, _) ->
                    Decision.accept(new CancellationRequested(shipmentId));
            // The order has been told already that nothing is booked, or that the parcel has left.
            case Refused _, Cancelling _, Cancelled _, Dispatched _, Delivered _, Failed _ ->
                    Decision.unchanged();
        };
    }

    private static Decision<ShippingEvent> dispatch(ShippingState state) {
        return switch (state) {
            case None _ -> noShipment();
            case Booking _ ->
                    Decision.conflict(
                            "not-booked-yet",
                            "The carrier has not confirmed the booking yet; keep the parcel here.");
            case Booked _ -> Decision.accept(new ShipmentDispatched());
            case Dispatched _, Delivered _ -> Decision.unchanged();
            case Cancelling _ ->
                    Decision.conflict(
                            "being-cancelled",
                            "The shipment is being cancelled; keep the parcel here.");
            case Refused _, Cancelled _, Failed _ ->
                    Decision.conflict(
                            "not-booked",
                            "The carrier has no booking for the parcel; keep it here.");
        };
    }

    private ShippingEvent track(Tracking tracking, Instant at) {
        Instant again = at.plus(schedule.wait(tracking.timesAsked() + 1));
        return new TrackingRequested(tracking.trackerId(), again);
    }

    private Decision<ShippingEvent> booked(ShippingState state, RecordBooked booked, Instant at) {
        if (!(state instanceof Booking(boolean cancelScheduled))) {
            return Decision.unchanged();
        }
        var event =
                new ShipmentBooked(
                        booked.carrierShipmentId(),
                        booked.trackerId(),
                        booked.trackingCode(),
                        booked.carrier(),
                        at.plus(schedule.wait(0)));
        return cancelScheduled
                ? Decision.accept(event, new CancellationRequested(booked.carrierShipmentId()))
                : Decision.accept(event);
    }

    private static Decision<ShippingEvent> tracked(ShippingState state, TrackingStatus status) {
        return switch (state) {
            case Booked _, Cancelling _ ->
                    switch (status) {
                        case PRE_TRANSIT -> Decision.unchanged();
                        case IN_TRANSIT -> Decision.accept(new ShipmentDispatched());
                        case DELIVERED ->
                                Decision.accept(new ShipmentDispatched(), new ShipmentDelivered());
                        case FAILURE -> Decision.accept(new ShipmentFailed(LOST));
                    };
            case Dispatched _ ->
                    switch (status) {
                        case PRE_TRANSIT, IN_TRANSIT -> Decision.unchanged();
                        case DELIVERED -> Decision.accept(new ShipmentDelivered());
                        case FAILURE -> Decision.accept(new ShipmentFailed(LOST));
                    };
            case None _, Booking _, Refused _, Cancelled _, Delivered _, Failed _ ->
                    Decision.unchanged();
        };
    }

    private static Decision<ShippingEvent> noShipment() {
        return Decision.notFound("no-such-shipment", "No shipment was ever booked for this order.");
    }

    /** A cast that fails here means that the log was not written by this decider. */
    @Override
    public ShippingState evolve(ShippingState state, ShippingEvent event) {
        return switch (event) {
            case BookingRequested _ -> new Booking(false);
            case CancellationScheduled() -> new Booking(true);
            case BookingRefused _ -> new Refused();
            case ShipmentBooked(String shipmentId, String trackerId, _, _, Instant trackAt) ->
                    new Booked(shipmentId, new Tracking(trackerId, trackAt, 0));
            case TrackingRequested(_, Instant again) -> {
                var parcel = (Tracked) state;
                yield parcel.with(parcel.tracking().asked(again));
            }
            case CancellationRequested(String shipmentId) ->
                    new Cancelling(shipmentId, ((Booked) state).tracking());
            case CancellationRefused _ -> {
                var cancelling = (Cancelling) state;
                yield new Booked(cancelling.carrierShipmentId(), cancelling.tracking());
            }
            case ShipmentCancelled() -> new Cancelled();
            case ShipmentDispatched() -> new Dispatched(((Tracked) state).tracking());
            case ShipmentDelivered() -> new Delivered();
            case ShipmentFailed _ -> new Failed();
        };
    }
}
