package daybook.payment.effect;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.Response;
import java.util.Set;

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
            return new StripeAnswer(status, new JsonObject(text));
        } catch (DecodeException e) {
            throw new ProviderUnavailableException(
                    "The payment provider answered %d without JSON: %.200s"
                            .formatted(status, text));
        }
    }

    boolean done() {
        return !body.containsKey("error");
    }

    String id() {
        return body.getString("id", "");
    }

    /** Of the object in question, also if it comes with an error. */
    String objectStatus() {
        return done()
                ? body.getString("status", "")
                : error().getJsonObject("payment_intent", new JsonObject()).getString("status", "");
    }

    /** What was asked is refused. A key used for two different requests is a bug and is not. */
    boolean refused() {
        return !done()
                && !"idempotency_error".equals(error().getString("type"))
                && (httpStatus != 404 || "resource_missing".equals(error().getString("code")));
    }

    /** The most telling word of the error, such as {@code insufficient_funds}. */
    String reason() {
        var error = error();
        String code = error.getString("code", error.getString("message", "no reason given"));
        return error.getString("decline_code", code);
    }

    private JsonObject error() {
        return body.getJsonObject("error");
    }
}
