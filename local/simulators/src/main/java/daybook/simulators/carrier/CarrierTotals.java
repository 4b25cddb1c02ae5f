package daybook.simulators.carrier;

import daybook.simulators.journal.Records;
import io.vertx.core.json.JsonObject;

/** The carrier's own books, to be compared with the shop's. Amounts in minor units. */
final class CarrierTotals implements Records.Counter {

    private long shipments;
    private long bought;
    private long refunded;
    private long postageMinor;

    @Override
    public void count(JsonObject object, int sign) {
        if (!Shipment.isShipment(object)) {
            return;
        }
        var shipment = Shipment.of(object);
        shipments += sign;
        if (shipment.isBought()) {
            bought += sign;
        }
        if (shipment.isRefunded()) {
            refunded += sign;
        } else if (shipment.isBought()) {
            postageMinor += sign * priceMinor(shipment);
        }
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("shipments", shipments)
                .put("bought", bought)
                .put("refunded", refunded)
                .put("postageMinor", postageMinor);
    }

    static JsonObject line(Shipment shipment, String trackerStatus) {
        return new JsonObject()
                .put("id", shipment.id())
                .put("reference", shipment.reference())
                .put("bought", shipment.isBought())
                .put("refunded", shipment.isRefunded())
                .put("trackingCode", shipment.purchase().trackingCode())
                .put("trackerStatus", trackerStatus)
                .put("postageMinor", shipment.isBought() ? priceMinor(shipment) : 0);
    }

    private static long priceMinor(Shipment shipment) {
        var service = Rate.Service.valueOf(shipment.purchase().service());
        return Rate.of(shipment, service).priceMinor();
    }
}
