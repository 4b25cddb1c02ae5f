package daybook.shipping.effect;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An answer that says something about the parcel: what was asked is done, or refused for good.
 *
 * @param body a shipment or a tracker, or an error
 * @see <a href="https://docs.easypost.com/docs/errors">EasyPost: errors</a>
 */
record EasyPostAnswer(int httpStatus, JsonObject body) {

    private static final int NOT_FOUND = 404;

    /** The request is sound, but its own object is missing or does not allow it. */
    private static final Set<Integer> REFUSALS = Set.of(400, NOT_FOUND, 422);

    /**
     * @throws CarrierUnavailableException if EasyPost is overloaded or broken, or takes no orders
     *     from the account (401, 402, 403), which is nobody's parcel's fault
     */
    static EasyPostAnswer of(Response response) {
        int status = response.getStatus();
        String text = response.hasEntity() ? response.readEntity(String.class) : "";
        boolean done = response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL;
        if (!done && !REFUSALS.contains(status)) {
            throw new CarrierUnavailableException(
                    "The carrier answered %d: %.200s".formatted(status, text));
        }
        try {
            return new EasyPostAnswer(status, parse(text));
        } catch (DecodeException | ClassCastException e) {
            throw new CarrierUnavailableException(
                    "The carrier answered %d without JSON: %.200s".formatted(status, text));
        }
    }

    /** Without the service's own mapper, which refuses nulls where others send them. */
    static JsonObject parse(String text) {
        return (JsonObject) new JacksonCodec().fromString(text, Object.class);
    }

    boolean refused() {
        return body.containsKey("error");
    }

    boolean missing() {
        return refused() && httpStatus == NOT_FOUND;
    }

    /** Of an error. */
    String code() {
        return text(object("error"), "code");
    }

    /** Of an error, for people. */
    String reason() {
        String message = text(object("error"), "message");
        return message.isEmpty() ? code() : message;
    }

    String text(String field) {
        return text(body, field);
    }

    /** Empty if it is absent or null. */
    JsonObject object(String field) {
        return body.getValue(field) instanceof JsonObject object ? object : new JsonObject();
    }

    Stream<JsonObject> objects(String field) {
        return body.getValue(field) instanceof JsonArray array
                ? array.stream().map(JsonObject.class::cast)
                : Stream.empty();
    }

    /** Empty if it is absent or null, which EasyPost treats alike. */
    static String text(JsonObject json, String field) {
        return json.getValue(field) instanceof String text ? text : "";
    }
}
