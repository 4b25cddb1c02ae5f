package daybook.shipping.process;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.contracts.order.OrderCommand.ConfirmShipmentCancelled;
import daybook.contracts.order.OrderCommand.RefuseBooking;
import daybook.contracts.order.OrderCommand.ReportDeliveryFailure;
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
import daybook.eventlog.Inbox;
import daybook.eventlog.Message;
import daybook.eventlog.Process;
import daybook.eventlog.TypeTable;
import daybook.shipping.domain.ShippingState;
import java.util.List;

/** Tells an order what became of its parcel. The shipment's stream is the order's. */
public final class ShippingProcess implements Process<ShippingState, ShippingEvent> {

    private static final Inbox<OrderCommand> ORDERS =
            new Inbox<>("order", TypeTable.of(OrderCommand.class, OrderCommand.TYPES));

    @Override
    public List<Message> react(String orderId, ShippingState after, ShippingEvent event) {
        return switch (event) {
            case ShipmentBooked(_, _, String trackingCode, String carrier, _) ->
                    tell(orderId, new ConfirmBooking(carrier, trackingCode));
            case BookingRefused(String reason) -> tell(orderId, new RefuseBooking(reason));
            case ShipmentDispatched() -> tell(orderId, new ConfirmDispatch());
            case ShipmentFailed(String reason) -> tell(orderId, new ReportDeliveryFailure(reason));
            case ShipmentCancelled() -> tell(orderId, new ConfirmShipmentCancelled());
            case BookingRequested _,
                    TrackingRequested _,
                    ShipmentDelivered _,
                    CancellationScheduled _,
                    CancellationRequested _,
                    CancellationRefused _ ->
                    List.of();
        };
    }

    private static List<Message> tell(String orderId, OrderCommand command) {
        return List.of(ORDERS.message(orderId, command));
    }
}
