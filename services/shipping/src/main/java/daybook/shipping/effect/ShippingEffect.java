package daybook.shipping.effect;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.RecordBookingRefused;
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
import daybook.eventlog.effect.Effect;
import daybook.eventlog.vault.Box;
import daybook.eventlog.vault.Vault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Carries out what a committed event asks of the carrier. */
@ApplicationScoped
public class ShippingEffect implements Effect<ShippingCommand, ShippingEvent> {

    private static final ShippingCommand ERASED =
            new RecordBookingRefused("the customer's address was erased");

    private final EasyPostClient carrier;
    private final Vault vault;

    ShippingEffect(EasyPostClient carrier, Vault vault) {
        this.carrier = carrier;
        this.vault = vault;
    }

    @Override
    public Uni<Optional<ShippingCommand>> apply(Envelope<ShippingEvent> envelope) {
        return switch (envelope.event()) {
            case BookingRequested(_, Sealed shipTo, int weightGrams) ->
                    book(envelope.streamId(), shipTo, weightGrams).map(Optional::of);
            case CancellationRequested(String shipmentId) ->
                    carrier.cancel(shipmentId).map(Optional::of);
            case TrackingRequested(String trackerId, _) ->
                    carrier.track(trackerId).map(Optional::of);
            case ShipmentBooked _,
                    BookingRefused _,
                    ShipmentDispatched _,
                    ShipmentDelivered _,
                    ShipmentFailed _,
                    CancellationScheduled _,
                    CancellationRefused _,
                    ShipmentCancelled _ ->
                    Uni.createFrom().item(Optional.empty());
        };
    }

    /** Keys that cannot be asked for are waited for. */
    private Uni<ShippingCommand> book(String orderId, Sealed shipTo, int weightGrams) {
        return vault.open(new Box(shipTo.key(), shipTo.data()), Sealed.context(orderId))
                .chain(address ->
                        address.map(text -> carrier.book(orderId, Address.of(text), weightGrams))
                                .orElseGet(() -> Uni.createFrom().item(ERASED)));
    }
}
