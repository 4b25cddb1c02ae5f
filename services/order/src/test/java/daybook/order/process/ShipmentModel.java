package daybook.order.process;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.contracts.order.OrderCommand.ConfirmShipmentCancelled;
import daybook.contracts.order.OrderCommand.RefuseBooking;
import daybook.contracts.order.OrderCommand.ReportDeliveryFailure;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingCommand.CancelShipment;
import java.util.List;

/**
 * The shipment of an order with its carrier and its warehouse, who act whenever they like. Throws
 * if it is asked for what a sound order never asks for.
 */
enum ShipmentModel {
    NONE,
    BOOKING,
    /** To be cancelled as soon as the carrier has answered. */
    BOOKING_TO_CANCEL,
    REFUSED,
    BOOKED,
    CANCELLING,
    /** The carrier would not cancel, and the warehouse will not send it either. */
    HELD_BACK,
    CANCELLED,
    DISPATCHED,
    /** Lost before it left. */
    FAILED,
    /** Lost on its way. */
    LOST;

    PeerStep<ShipmentModel> receive(ShippingCommand command) {
        return switch (command) {
            case BookShipment _ when this == NONE -> PeerStep.of("booking asked for", BOOKING);
            case CancelShipment _ -> cancel();
            case ShippingCommand other -> throw unexpected(other);
        };
    }

    private PeerStep<ShipmentModel> cancel() {
        return switch (this) {
            case NONE -> throw unexpected(new CancelShipment());
            case BOOKING -> PeerStep.of("cancellation waits", BOOKING_TO_CANCEL);
            case BOOKED, HELD_BACK -> PeerStep.of("cancellation asked for", CANCELLING);
            case REFUSED -> PeerStep.of("nothing to cancel", this, new RefuseBooking("no"));
            case CANCELLED ->
                    PeerStep.of("cancelled already", this, new ConfirmShipmentCancelled());
            case BOOKING_TO_CANCEL, CANCELLING, DISPATCHED, FAILED, LOST ->
                    PeerStep.of("cancellation is pointless", this);
        };
    }

    /** What the carrier or the warehouse may do now. */
    List<PeerStep<ShipmentModel>> outcomes() {
        return switch (this) {
            case BOOKING ->
                    List.of(
                            step("carrier books", BOOKED, new ConfirmBooking("DHL", "T")),
                            refuses());
            case BOOKING_TO_CANCEL ->
                    List.of(
                            step("carrier books", CANCELLING, new ConfirmBooking("DHL", "T")),
                            refuses());
            case BOOKED -> List.of(leaves(), burns());
            case CANCELLING ->
                    List.of(
                            step("carrier cancels", CANCELLED, new ConfirmShipmentCancelled()),
                            PeerStep.of("carrier refuses to cancel", HELD_BACK),
                            leaves(),
                            burns());
            case DISPATCHED ->
                    List.of(step("carrier loses", LOST, new ReportDeliveryFailure("lost at sea")));
            case NONE, REFUSED, HELD_BACK, CANCELLED, FAILED, LOST -> List.of();
        };
    }

    /** Whether somebody is bound to act on it. */
    boolean waitsForCarrier() {
        return this == BOOKING || this == BOOKING_TO_CANCEL || this == CANCELLING;
    }

    boolean left() {
        return this == DISPATCHED || this == LOST;
    }

    boolean stays() {
        return this == NONE || this == REFUSED || this == CANCELLED || this == FAILED;
    }

    private static PeerStep<ShipmentModel> refuses() {
        return step("carrier refuses", REFUSED, new RefuseBooking("no carrier"));
    }

    private static PeerStep<ShipmentModel> leaves() {
        return step("parcel leaves", DISPATCHED, new ConfirmDispatch());
    }

    private static PeerStep<ShipmentModel> burns() {
        return step("parcel burns", FAILED, new ReportDeliveryFailure("burnt"));
    }

    private static PeerStep<ShipmentModel> step(
            String what, ShipmentModel next, OrderCommand answer) {
        return PeerStep.of(what, next, answer);
    }

    private IllegalStateException unexpected(ShippingCommand command) {
        return new IllegalStateException(
                "shipping is asked for %s but it is %s".formatted(command, this));
    }
}
