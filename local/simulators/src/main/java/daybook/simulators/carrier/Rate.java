package daybook.simulators.carrier;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A price for a shipment. It follows from the shipment, so nothing of it is kept. */
record Rate(String id, String shipmentId, Service service, long priceMinor) {

    private static final double OUNCES_PER_STEP = 16;

    enum Service {
        Tracked48("RoyalMail", 339, 2),
        Tracked24("RoyalMail", 445, 1),
        NextDay("DPDUK", 795, 1);

        private final String carrier;
        private final long baseMinor;
        private final int days;

        Service(String carrier, long baseMinor, int days) {
            this.carrier = carrier;
            this.baseMinor = baseMinor;
            this.days = days;
        }
    }

    static List<Rate> of(Shipment shipment) {
        return Arrays.stream(Service.values()).map(service -> of(shipment, service)).toList();
    }

    static Rate of(Shipment shipment, Service service) {
        var steps = (long) (shipment.parcel().getDouble("weight") / OUNCES_PER_STEP);
        var seed = (shipment.id() + service).getBytes(StandardCharsets.UTF_8);
        var id = "rate_" + UUID.nameUUIDFromBytes(seed).toString().replace("-", "");
        return new Rate(id, shipment.id(), service, service.baseMinor + steps * 50);
    }

    String carrier() {
        return service.carrier;
    }

    JsonObject toJson(String createdAt) {
        var price = BigDecimal.valueOf(priceMinor, 2).toPlainString();
        return new JsonObject()
                .put("id", id)
                .put("object", "Rate")
                .put("created_at", createdAt)
                .put("updated_at", createdAt)
                .put("mode", "test")
                .put("shipment_id", shipmentId)
                .put("carrier", service.carrier)
                .put("carrier_account_id", "ca_simulated")
                .put("service", service.name())
                .put("rate", price)
                .put("currency", "GBP")
                .put("retail_rate", price)
                .put("retail_currency", "GBP")
                .put("list_rate", price)
                .put("list_currency", "GBP")
                .put("billing_type", "easypost")
                .put("delivery_days", service.days)
                .put("est_delivery_days", service.days)
                .putNull("delivery_date")
                .put("delivery_date_guaranteed", false);
    }
}
