package daybook.simulators.payment;

import daybook.simulators.journal.Entry;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a rule comes to. The provider adds the idempotency key and writes it down. */
final class Outcomes {

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int DECLINED = 402;

    private Outcomes() {}

    static Entry done(Payment payment) {
        return entry(OK, new JsonObject(), List.of(payment.toJson()));
    }

    static Entry done(Refund refund, Payment payment) {
        return entry(OK, new JsonObject(), List.of(refund.toJson(), payment.toJson()));
    }

    /** The bank has said yes or no. */
    static Entry confirmed(Payment payment) {
        return payment.state().declined()
                ? entry(DECLINED, StripeShapes.cardError(payment), List.of(payment.toJson()))
                : done(payment);
    }

    static Entry unexpectedState(Payment payment, String act) {
        return refused(
                "payment_intent_unexpected_state",
                "",
                "This PaymentIntent cannot be " + act + ": its status is " + payment.status() + ".",
                payment);
    }

    /** Nothing has changed; the error shows the payment as it stands. */
    static Entry refused(String code, String param, String message, Payment payment) {
        var error =
                new JsonObject()
                        .put("type", "invalid_request_error")
                        .put("code", code)
                        .put("message", message);
        if (!param.isEmpty()) {
            error.put("param", param);
        }
        return entry(BAD_REQUEST, error, List.of(payment.toJson()));
    }

    private static Entry entry(int status, JsonObject error, List<JsonObject> objects) {
        return new Entry("", "", status, error, objects);
    }
}
