package daybook.shipping.effect;

import daybook.contracts.Address;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.RecordBooked;
import daybook.contracts.shipping.ShippingCommand.RecordBookingRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancellationRefused;
import daybook.contracts.shipping.ShippingCommand.RecordCancelled;
import daybook.contracts.shipping.ShippingCommand.RecordTracking;
import daybook.contracts.shipping.ShippingCommand.TrackingStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks EasyPost and says what its answer means for the parcel.
 *
 * <p>Failures: {@link CarrierUnavailableException} if asking again may help, {@link
 * UnexpectedAnswerException} if it will not.
 */
@ApplicationScoped
public class EasyPostClient {

    private static final BigDecimal GRAMS_PER_OUNCE = new BigDecimal("28.349523125");

    private final EasyPostApi easyPost;
    private final CarrierGuard guard;
    private final CarrierConfig config;

    EasyPostClient(@RestClient EasyPostApi easyPost, CarrierGuard guard, CarrierConfig config) {
        this.easyPost = easyPost;
        this.guard = guard;
        this.config = config;
    }

    /**
     * Buys the cheapest label for the order's parcel. Looks for the order's shipment first, so that
     * an attempt whose answer was lost is taken up where it stopped and nothing is bought twice.
     */
    Uni<ShippingCommand> book(String orderId, Address shipTo, int weightGrams) {
        String shipment = shipment(orderId, shipTo, weightGrams).encode();
        return guard.call(() ->
                ask(easyPost.shipment(orderId))
                        .chain(found ->
                                found.missing()
                                        ? ask(easyPost.create(shipment))
                                        : Uni.createFrom().item(found))
                        .chain(this::buy));
    }

    Uni<ShippingCommand> cancel(String shipmentId) {
        return guard.call(() ->
                ask(easyPost.refund(shipmentId))
                        .chain(answer ->
                                answer.refused()
                                        ? cancelledBefore(shipmentId, answer.reason())
                                        : Uni.createFrom().item(cancelled(answer))));
    }

    Uni<ShippingCommand> track(String trackerId) {
        return guard.call(() ->
                ask(easyPost.tracker(trackerId))
                        .map(answer -> new RecordTracking(status(answer.text("status")))));
    }

    private Uni<ShippingCommand> buy(EasyPostAnswer shipment) {
        if (shipment.refused()) {
            return Uni.createFrom().item(new RecordBookingRefused(shipment.reason()));
        }
        if (isBought(shipment)) {
            return Uni.createFrom().item(booked(shipment));
        }
        Optional<JsonObject> rate = cheapest(shipment);
        if (rate.isEmpty()) {
            return Uni.createFrom().item(new RecordBookingRefused(whyNoRates(shipment)));
        }
        var id = new JsonObject().put("id", rate.get().getString("id"));
        return ask(easyPost.buy(shipment.text("id"), new JsonObject().put("rate", id).encode()))
                .chain(answer ->
                        answer.refused() && answer.code().equals("SHIPMENT.POSTAGE.EXISTS")
                                ? ask(easyPost.shipment(shipment.text("id")))
                                : Uni.createFrom().item(answer))
                .map(answer ->
                        answer.refused()
                                ? new RecordBookingRefused(answer.reason())
                                : booked(answer));
    }

    private static boolean isBought(EasyPostAnswer shipment) {
        return !shipment.text("tracking_code").isEmpty();
    }

    private static ShippingCommand booked(EasyPostAnswer shipment) {
        String trackerId = EasyPostAnswer.text(shipment.object("tracker"), "id");
        String carrier = EasyPostAnswer.text(shipment.object("selected_rate"), "carrier");
        if (!isBought(shipment) || trackerId.isEmpty()) {
            throw new UnexpectedAnswerException("The purchase of a label", shipment);
        }
        return new RecordBooked(
                shipment.text("id"), trackerId, shipment.text("tracking_code"), carrier);
    }

    private static Optional<JsonObject> cheapest(EasyPostAnswer shipment) {
        return shipment.objects("rates")
                .min(Comparator.comparing(rate -> new BigDecimal(rate.getString("rate"))));
    }

    private static String whyNoRates(EasyPostAnswer shipment) {
        return shipment.objects("messages")
                .map(message -> EasyPostAnswer.text(message, "message"))
                .filter(message -> !message.isBlank())
                .findFirst()
                .orElse("no carrier offers a service for this parcel");
    }

    /** A refused refund may be one that an earlier attempt has got already. */
    private Uni<ShippingCommand> cancelledBefore(String shipmentId, String reason) {
        return ask(easyPost.shipment(shipmentId))
                .map(shipment ->
                        shipment.text("refund_status").isEmpty()
                                ? new RecordCancellationRefused(reason)
                                : cancelled(shipment));
    }

    private static ShippingCommand cancelled(EasyPostAnswer shipment) {
        return switch (shipment.text("refund_status")) {
            // The last is what carriers say that charge for scanned labels only.
            case "submitted", "refunded", "not_applicable" -> new RecordCancelled();
            case "rejected" -> new RecordCancellationRefused("the carrier rejected the refund");
            default -> throw new UnexpectedAnswerException("The refund of a label", shipment);
        };
    }

    /** A tracker that is unknown, broken or cancelled is no news; the parcel is asked for again. */
    private static TrackingStatus status(String status) {
        return switch (status) {
            case "in_transit", "out_for_delivery", "available_for_pickup" ->
                    TrackingStatus.IN_TRANSIT;
            case "delivered" -> TrackingStatus.DELIVERED;
            case "return_to_sender", "failure" -> TrackingStatus.FAILURE;
            default -> TrackingStatus.PRE_TRANSIT;
        };
    }

    private JsonObject shipment(String orderId, Address shipTo, int weightGrams) {
        var sender = config.sender();
        var from =
                new Address(
                        sender.name(),
                        sender.street(),
                        sender.city(),
                        sender.postcode(),
                        sender.country());
        BigDecimal ounces =
                BigDecimal.valueOf(weightGrams).divide(GRAMS_PER_OUNCE, 1, RoundingMode.UP);
        return new JsonObject()
                .put(
                        "shipment",
                        new JsonObject()
                                .put("reference", orderId)
                                .put("to_address", address(shipTo))
                                .put("from_address", address(from))
                                .put("parcel", new JsonObject().put("weight", ounces)));
    }

    private static JsonObject address(Address address) {
        return new JsonObject()
                .put("name", address.name())
                .put("street1", address.street())
                .put("city", address.city())
                .put("zip", address.postcode())
                .put("country", address.country());
    }

    private static Uni<EasyPostAnswer> ask(Uni<Response> request) {
        return request.onFailure()
                .transform(CarrierUnavailableException::new)
                .map(EasyPostAnswer::of);
    }
}
