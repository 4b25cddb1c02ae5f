package daybook.simulators.payment;

import io.vertx.core.json.JsonObject;

/** A payment intent with its charge. Amounts are in minor units, times in seconds since 1970. */
record Payment(Terms terms, State state) {

    /** What was agreed when it was created. */
    record Terms(
            String id,
            long createdAt,
            long amountMinor,
            String currency,
            boolean manualCapture,
            boolean automaticMethods,
            String description,
            JsonObject metadata) {}

    /**
     * Where it stands.
     *
     * @param authorisedMinor what was held at all; it is captured, voided or still capturable
     * @param paymentMethod the last one tried, or empty
     * @param declined whether that one was declined
     */
    record State(
            Status status,
            String paymentMethod,
            boolean declined,
            long authorisedMinor,
            long capturableMinor,
            long capturedMinor,
            long refundedMinor,
            long canceledAt,
            String cancellationReason) {}

    enum Status {
        requires_payment_method,
        requires_confirmation,
        requires_capture,
        succeeded,
        canceled
    }

    static Payment create(Terms terms, String paymentMethod) {
        var status =
                paymentMethod.isEmpty()
                        ? Status.requires_payment_method
                        : Status.requires_confirmation;
        return new Payment(terms, new State(status, paymentMethod, false, 0, 0, 0, 0, 0, ""));
    }

    String id() {
        return terms.id;
    }

    Status status() {
        return state.status;
    }

    long refundableMinor() {
        return state.capturedMinor - state.refundedMinor;
    }

    long voidedMinor() {
        return state.authorisedMinor - state.capturedMinor - state.capturableMinor;
    }

    Payment confirm(String method) {
        if (TestCards.isDeclined(method)) {
            return with(new State(Status.requires_payment_method, method, true, 0, 0, 0, 0, 0, ""));
        }
        var amount = terms.amountMinor;
        return with(
                terms.manualCapture
                        ? new State(
                                Status.requires_capture, method, false, amount, amount, 0, 0, 0, "")
                        : new State(Status.succeeded, method, false, amount, 0, amount, 0, 0, ""));
    }

    /** What is not captured now is released. */
    Payment capture(long amountMinor) {
        return with(
                new State(
                        Status.succeeded,
                        state.paymentMethod,
                        false,
                        state.authorisedMinor,
                        0,
                        amountMinor,
                        0,
                        0,
                        ""));
    }

    Payment cancel(long at, String reason) {
        return with(
                new State(
                        Status.canceled,
                        state.paymentMethod,
                        state.declined,
                        state.authorisedMinor,
                        0,
                        0,
                        0,
                        at,
                        reason));
    }

    Payment refund(long amountMinor) {
        return with(
                new State(
                        state.status,
                        state.paymentMethod,
                        false,
                        state.authorisedMinor,
                        0,
                        state.capturedMinor,
                        state.refundedMinor + amountMinor,
                        0,
                        ""));
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("id", terms.id)
                .put("created", terms.createdAt)
                .put("amount", terms.amountMinor)
                .put("currency", terms.currency)
                .put("manual", terms.manualCapture)
                .put("automatic", terms.automaticMethods)
                .put("description", terms.description)
                .put("metadata", terms.metadata)
                .put("status", state.status.name())
                .put("method", state.paymentMethod)
                .put("declined", state.declined)
                .put("authorised", state.authorisedMinor)
                .put("capturable", state.capturableMinor)
                .put("captured", state.capturedMinor)
                .put("refunded", state.refundedMinor)
                .put("canceledAt", state.canceledAt)
                .put("reason", state.cancellationReason);
    }

    static boolean isPayment(JsonObject json) {
        return json.getString("id").startsWith("pi_");
    }

    static Payment of(JsonObject json) {
        return new Payment(
                new Terms(
                        json.getString("id"),
                        json.getLong("created"),
                        json.getLong("amount"),
                        json.getString("currency"),
                        json.getBoolean("manual"),
                        json.getBoolean("automatic"),
                        json.getString("description"),
                        json.getJsonObject("metadata")),
                new State(
                        Status.valueOf(json.getString("status")),
                        json.getString("method"),
                        json.getBoolean("declined"),
                        json.getLong("authorised"),
                        json.getLong("capturable"),
                        json.getLong("captured"),
                        json.getLong("refunded"),
                        json.getLong("canceledAt"),
                        json.getString("reason")));
    }

    private Payment with(State next) {
        return new Payment(terms, next);
    }
}
