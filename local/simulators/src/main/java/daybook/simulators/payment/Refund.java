package daybook.simulators.payment;

import io.vertx.core.json.JsonObject;

/** Money given back from one payment. The amount is in minor units, the time in seconds. */
record Refund(
        String id,
        long createdAt,
        long amountMinor,
        String currency,
        String paymentId,
        String reason,
        JsonObject metadata) {

    JsonObject toJson() {
        return new JsonObject()
                .put("id", id)
                .put("created", createdAt)
                .put("amount", amountMinor)
                .put("currency", currency)
                .put("payment", paymentId)
                .put("reason", reason)
                .put("metadata", metadata);
    }

    static Refund of(JsonObject json) {
        return new Refund(
                json.getString("id"),
                json.getLong("created"),
                json.getLong("amount"),
                json.getString("currency"),
                json.getString("payment"),
                json.getString("reason"),
                json.getJsonObject("metadata"));
    }
}
