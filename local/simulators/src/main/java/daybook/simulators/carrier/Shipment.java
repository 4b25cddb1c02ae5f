package daybook.simulators.carrier;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A shipment and, once bought, its label and tracker. Times are milliseconds since 1970, 0 for not
 * yet.
 *
 * @param reference the client's own name for it, or empty
 */
record Shipment(
        String id,
        String reference,
        long createdAt,
        JsonObject to,
        JsonObject from,
        JsonObject parcel,
        Purchase purchase) {

    /**
     * @param service of the rate that was bought, or empty
     */
    record Purchase(
            String service, String trackingCode, String trackerId, long boughtAt, long refundedAt) {

        static final Purchase NONE = new Purchase("", "", "", 0, 0);
    }

    /** This postcode makes the parcel get lost: its tracker ends in {@code failure}. */
    static final String LOST = "LOST-PARCEL";

    static String referenceName(String reference) {
        return "reference:" + reference;
    }

    static String trackingName(String code) {
        return "tracking:" + code;
    }

    boolean isBought() {
        return purchase.boughtAt > 0;
    }

    boolean isRefunded() {
        return purchase.refundedAt > 0;
    }

    boolean isLost() {
        return to.getString("zip", "").equals(LOST);
    }

    Shipment bought(Purchase bought) {
        return new Shipment(id, reference, createdAt, to, from, parcel, bought);
    }

    Shipment refunded(long at) {
        return bought(
                new Purchase(
                        purchase.service,
                        purchase.trackingCode,
                        purchase.trackerId,
                        purchase.boughtAt,
                        at));
    }

    JsonObject toJson() {
        var names = new JsonArray();
        if (!reference.isEmpty()) {
            names.add(referenceName(reference));
        }
        if (isBought()) {
            names.add(purchase.trackerId).add(trackingName(purchase.trackingCode));
        }
        return new JsonObject()
                .put("id", id)
                .put("names", names)
                .put("reference", reference)
                .put("created", createdAt)
                .put("to", to)
                .put("from", from)
                .put("parcel", parcel)
                .put("service", purchase.service)
                .put("code", purchase.trackingCode)
                .put("tracker", purchase.trackerId)
                .put("bought", purchase.boughtAt)
                .put("refunded", purchase.refundedAt);
    }

    static boolean isShipment(JsonObject json) {
        return json.getString("id").startsWith("shp_");
    }

    static Shipment of(JsonObject json) {
        return new Shipment(
                json.getString("id"),
                json.getString("reference"),
                json.getLong("created"),
                json.getJsonObject("to"),
                json.getJsonObject("from"),
                json.getJsonObject("parcel"),
                new Purchase(
                        json.getString("service"),
                        json.getString("code"),
                        json.getString("tracker"),
                        json.getLong("bought"),
                        json.getLong("refunded")));
    }
}
