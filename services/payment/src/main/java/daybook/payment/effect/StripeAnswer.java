package daybook.payment.effect;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An answer that says something about the payment: what was asked is done, or refused for good.
 *
 * @param body a payment intent or a refund, or an error
 * @see <a href="https://docs.stripe.com/api/errors">Stripe: errors</a>
 */
record StripeAnswer(int httpStatus, JsonObject body) {

    /** The request is sound, but its own object is missing or does not allow it. */
    private static final Set<Integer> REFUSALS = Set.of(400, 402, 404);

    /**
     * @throws ProviderUnavailableException if Stripe is overloaded, broken, still busy with the
     *     same request (409), or does not know the key (401, 403), which is nobody's payment's
     *     fault
     */
    static StripeAnswer of(Response response) {
        int status = response.getStatus();
        String text = response.hasEntity() ? response.readEntity(String.class) : "";
        boolean about = response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL;
        if (!about && !REFUSALS.contains(status)) {
            throw new ProviderUnavailableException(
                    "The payment provider answered %d: %.200s".formatted(status, text));
        }
        try {
            return new StripeAnswer(status, parse(text));
        } catch (DecodeException | ClassCastException e) {
            throw new ProviderUnavailableException(
                    "The payment provider answered %d without JSON: %.200s"
                            .formatted(status, text));
        }
    }

    /** Without the service's own mapper, which refuses nulls where others send them. */
    static JsonObject parse(String text) {
        return (JsonObject) new JacksonCodec().fromString(text, Object.class);
    }

    boolean done() {
        return !body.containsKey("error");
    }

    String id() {
        return text(body, "id");
    }

    /** Of the object in question, also if it comes with an error. */
    String objectStatus() {
        return text(done() ? body : object(error(), "payment_intent"), "status");
    }

    /** What was asked is refused. A key used for two different requests is a bug and is not. */
    boolean refused() {
        return !done()
                && !text(error(), "type").equals("idempotency_error")
                && (httpStatus != 404 || text(error(), "code").equals("resource_missing"));
    }

    /** The most telling word of the error, such as {@code insufficient_funds}. */
    String reason() {
        return Stream.of("decline_code", "code", "message")
                .map(field -> text(error(), field))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("no reason given");
    }

    private JsonObject error() {
        return object(body, "error");
    }

    /** Empty if it is absent or null, which Stripe treats alike. */
    private static String text(JsonObject json, String field) {
        return json.getValue(field) instanceof String text ? text : "";
    }

    private static JsonObject object(JsonObject json, String field) {
        return json.getValue(field) instanceof JsonObject object ? object : new JsonObject();
    }
}
