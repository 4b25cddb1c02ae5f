package daybook.shipping.process;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
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
import daybook.eventlog.TypeTable;
import daybook.shipping.domain.ShippingState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ShippingProcessTest {

    private static final Sealed HOME =
            Sealed.inClear(new Address("Ada", "1 Loop Street", "London", "N1 9GU", "GB"));

    private final Inbox<OrderCommand> orders =
            new Inbox<>("order", TypeTable.of(OrderCommand.class, OrderCommand.TYPES));
    private final ShippingProcess process = new ShippingProcess();

    static final List<Arguments> OUTCOMES =
            List.of(
                    Arguments.of(
                            new ShipmentBooked("shp_1", "trk_1", "EZ1", "USPS", Instant.EPOCH),
                            new ConfirmBooking("USPS", "EZ1")),
                    Arguments.of(new BookingRefused("no"), new RefuseBooking("no")),
                    Arguments.of(new ShipmentDispatched(), new ConfirmDispatch()),
                    Arguments.of(new ShipmentFailed("no"), new ReportDeliveryFailure("no")),
                    Arguments.of(new ShipmentCancelled(), new ConfirmShipmentCancelled()));

    @ParameterizedTest
    @FieldSource("OUTCOMES")
    void every_outcome_is_told_to_the_order(ShippingEvent event, OrderCommand told) {
        assertThat(react(event)).containsExactly(orders.message("o-1", told));
    }

    @Test
    void an_order_does_not_wait_for_the_rest() {
        assertThat(react(new BookingRequested("c-1", HOME, 700))).isEmpty();
        assertThat(react(new TrackingRequested("trk_1", Instant.EPOCH))).isEmpty();
        assertThat(react(new ShipmentDelivered())).isEmpty();
        assertThat(react(new CancellationScheduled())).isEmpty();
        assertThat(react(new CancellationRequested("shp_1"))).isEmpty();
        assertThat(react(new CancellationRefused("no"))).isEmpty();
    }

    private List<Message> react(ShippingEvent event) {
        return process.react("o-1", new ShippingState.None(), event);
    }
}
