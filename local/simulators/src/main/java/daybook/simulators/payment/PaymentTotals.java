package daybook.simulators.payment;

import daybook.simulators.journal.Records;
import io.vertx.core.json.JsonObject;

/** The provider's own books, to be compared with the shop's. Amounts in minor units. */
final class PaymentTotals implements Records.Counter {

    private long paymentIntents;
    private long authorisedMinor;
    private long capturedMinor;
    private long voidedMinor;
    private long refundedMinor;
    private long refunds;

    @Override
    public void count(JsonObject object, int sign) {
        if (!Payment.isPayment(object)) {
            refunds += sign;
            return;
        }
        var payment = Payment.of(object);
        paymentIntents += sign;
        authorisedMinor += sign * payment.state().authorisedMinor();
        capturedMinor += sign * payment.state().capturedMinor();
        voidedMinor += sign * payment.voidedMinor();
        refundedMinor += sign * payment.state().refundedMinor();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("authorisedMinor", authorisedMinor)
                .put("capturedMinor", capturedMinor)
                .put("voidedMinor", voidedMinor)
                .put("refundedMinor", refundedMinor)
                .put("paymentIntents", paymentIntents)
                .put("refunds", refunds);
    }

    static JsonObject line(Payment payment) {
        var metadata = payment.terms().metadata();
        return new JsonObject()
                .put("id", payment.id())
                .put("orderId", metadata.getString("order_id", metadata.getString("orderId")))
                .put("status", payment.status().name())
                .put("currency", payment.terms().currency())
                .put("amountMinor", payment.terms().amountMinor())
                .put("authorisedMinor", payment.state().authorisedMinor())
                .put("capturedMinor", payment.state().capturedMinor())
                .put("voidedMinor", payment.voidedMinor())
                .put("refundedMinor", payment.state().refundedMinor());
    }
}
