package daybook.simulators.payment;

import daybook.simulators.journal.Entry;
import daybook.simulators.server.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How payments, refunds and errors look in Stripe's API, version 2025-09-30 and near it. */
final class StripeShapes {

    private StripeShapes() {}

    /** Returns the answer that the entry stands for, now and whenever it is repeated. */
    static Answer answer(Entry entry) {
        if (entry.error().isEmpty()) {
            return new Answer(entry.status(), object(entry.objects().getFirst()));
        }
        var error = entry.error().copy();
        if (!entry.objects().isEmpty()) {
            error.put("payment_intent", object(entry.objects().getFirst()));
        }
        return error(entry.status(), error);
    }

    static Answer error(int status, JsonObject error) {
        return new Answer(status, new JsonObject().put("error", error));
    }

    static JsonObject object(JsonObject record) {
        return Payment.isPayment(record)
                ? paymentIntent(Payment.of(record))
                : refund(Refund.of(record));
    }

    private static JsonObject paymentIntent(Payment payment) {
        var terms = payment.terms();
        var state = payment.state();
        var json =
                new JsonObject()
                        .put("id", terms.id())
                        .put("object", "payment_intent")
                        .put("amount", terms.amountMinor())
                        .put("amount_capturable", state.capturableMinor())
                        .put("amount_details", new JsonObject().put("tip", new JsonObject()))
                        .put("amount_received", state.capturedMinor())
                        .putNull("application")
                        .putNull("application_fee_amount")
                        .put("capture_method", terms.manualCapture() ? "manual" : "automatic")
                        .put("client_secret", terms.id() + "_secret_simulated")
                        .put("confirmation_method", "automatic")
                        .put("created", terms.createdAt())
                        .put("currency", terms.currency())
                        .putNull("customer")
                        .put("description", orNull(terms.description()))
                        .put("livemode", false)
                        .put("metadata", terms.metadata())
                        .putNull("next_action")
                        .putNull("on_behalf_of")
                        .put("payment_method_options", new JsonObject())
                        .put("payment_method_types", new JsonArray().add("card"))
                        .putNull("processing")
                        .putNull("receipt_email")
                        .putNull("setup_future_usage")
                        .putNull("shipping")
                        .putNull("statement_descriptor")
                        .putNull("statement_descriptor_suffix")
                        .put("status", state.status().name())
                        .putNull("transfer_data")
                        .putNull("transfer_group");
        if (terms.automaticMethods()) {
            json.put("automatic_payment_methods", new JsonObject().put("enabled", true));
        } else {
            json.putNull("automatic_payment_methods");
        }
        var charged = state.declined() || state.authorisedMinor() > 0;
        return json.put("latest_charge", charged ? chargeId(terms.id()) : null)
                .put("payment_method", state.declined() ? null : orNull(state.paymentMethod()))
                .put("last_payment_error", state.declined() ? cardError(payment) : null)
                .put("canceled_at", state.canceledAt() == 0 ? null : state.canceledAt())
                .put("cancellation_reason", orNull(state.cancellationReason()));
    }

    static JsonObject cardError(Payment payment) {
        return TestCards.cardError(payment.state().paymentMethod())
                .put("charge", chargeId(payment.id()));
    }

    private static JsonObject refund(Refund refund) {
        return new JsonObject()
                .put("id", refund.id())
                .put("object", "refund")
                .put("amount", refund.amountMinor())
                .putNull("balance_transaction")
                .put("charge", chargeId(refund.paymentId()))
                .put("created", refund.createdAt())
                .put("currency", refund.currency())
                .put("metadata", refund.metadata())
                .put("payment_intent", refund.paymentId())
                .put("reason", orNull(refund.reason()))
                .putNull("receipt_number")
                .putNull("source_transfer_reversal")
                .put("status", "succeeded")
                .putNull("transfer_reversal");
    }

    private static String chargeId(String paymentId) {
        return "ch_" + paymentId.substring("pi_".length());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
