package daybook.simulators.payment;

import daybook.simulators.server.Answer;
import io.vertx.core.json.JsonObject;

/**
 * A request that Stripe turns away before it carries anything out. Such an answer is not kept under
 * the idempotency key, so the mended request may use the key again.
 */
final class BadParameter extends RuntimeException {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final int status;
    private final String code;
    private final String param;

    private BadParameter(int status, String code, String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.param = param;
    }

    BadParameter(String code, String param, String message) {
        this(BAD_REQUEST, code, param, message);
    }

    static BadParameter missing(String kind, String param, String id) {
        return new BadParameter(
                NOT_FOUND, "resource_missing", param, "No such " + kind + ": '" + id + "'");
    }

    Answer toAnswer() {
        return StripeShapes.error(
                status,
                new JsonObject()
                        .put("type", "invalid_request_error")
                        .put("code", code)
                        .put("param", param)
                        .put("message", getMessage()));
    }
}
