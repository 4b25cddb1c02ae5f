package daybook.simulators.carrier;

import daybook.simulators.carrier.Tracking.Scan;
import daybook.simulators.server.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How shipments, trackers and errors look in EasyPost's API, version 2. */
final class EasyPostShapes {

    /** The tracking codes that EasyPost itself reserves for tests, and what they stand for. */
    private static final Map<String, String> TEST_CODES =
            Map.of(
                    "EZ1000000001", "pre_transit",
                    "EZ2000000002", "in_transit",
                    "EZ3000000003", "out_for_delivery",
                    "EZ4000000004", "delivered",
                    "EZ5000000005", "return_to_sender",
                    "EZ6000000006", "failure");

    private final Tracking tracking;

    EasyPostShapes(Tracking tracking) {
        this.tracking = tracking;
    }

    static Answer error(int status, String code, String message, String field) {
        var errors = new JsonArray();
        if (!field.isEmpty()) {
            errors.add(new JsonObject().put("field", field).put("message", message));
        }
        return new Answer(
                status,
                new JsonObject()
                        .put(
                                "error",
                                new JsonObject()
                                        .put("code", code)
                                        .put("message", message)
                                        .put("errors", errors)));
    }

    JsonObject shipment(Shipment shipment) {
        var created = time(Instant.ofEpochMilli(shipment.createdAt()));
        var rates = new JsonArray();
        var messages = new JsonArray();
        if (CarrierRules.hasNoRates(shipment)) {
            messages.add(noRates());
        } else {
            Rate.of(shipment).forEach(rate -> rates.add(rate.toJson(created)));
        }
        var json =
                new JsonObject()
                        .put("id", shipment.id())
                        .put("object", "Shipment")
                        .put("mode", "test")
                        .put("created_at", created)
                        .put("updated_at", created)
                        .put("reference", orNull(shipment.reference()))
                        .put("is_return", false)
                        .put("status", tracking.status(shipment))
                        .put("to_address", address(shipment.to(), created))
                        .put("buyer_address", address(shipment.to(), created))
                        .put("from_address", address(shipment.from(), created))
                        .put("return_address", address(shipment.from(), created))
                        .put("parcel", parcel(shipment, created))
                        .put("rates", rates)
                        .put("messages", messages)
                        .put("options", new JsonObject().put("currency", "GBP"))
                        .put("fees", new JsonArray())
                        .put("forms", new JsonArray())
                        .put("refund_status", shipment.isRefunded() ? "submitted" : null);
        return shipment.isBought() ? withLabel(json, shipment) : withoutLabel(json);
    }

    /** The tracker of a bought shipment. */
    JsonObject tracker(Shipment shipment) {
        var purchase = shipment.purchase();
        var carrier = Rate.Service.valueOf(purchase.service());
        return tracker(
                        purchase.trackerId(),
                        purchase.trackingCode(),
                        Rate.of(shipment, carrier).carrier(),
                        tracking.scans(shipment))
                .put("shipment_id", shipment.id());
    }

    /** A tracker for a label bought elsewhere, which stands still. */
    JsonObject tracker(JsonObject record) {
        var code = record.getString("code");
        var scan =
                new Scan(
                        TEST_CODES.getOrDefault(code, "unknown"),
                        Instant.ofEpochMilli(record.getLong("created")));
        return tracker(record.getString("id"), code, record.getString("carrier"), List.of(scan))
                .putNull("shipment_id");
    }

    private static JsonObject tracker(String id, String code, String carrier, List<Scan> scans) {
        var details = new JsonArray();
        for (var scan : scans) {
            details.add(
                    new JsonObject()
                            .put("object", "TrackingDetail")
                            .put("status", scan.status())
                            .put("status_detail", "unknown")
                            .put("message", scan.status().replace('_', ' '))
                            .put("datetime", time(scan.at()))
                            .put("source", carrier));
        }
        return new JsonObject()
                .put("id", id)
                .put("object", "Tracker")
                .put("mode", "test")
                .put("tracking_code", code)
                .put("carrier", carrier)
                .put("status", scans.getLast().status())
                .put("status_detail", "unknown")
                .put("created_at", time(scans.getFirst().at()))
                .put("updated_at", time(scans.getLast().at()))
                .put("tracking_details", details)
                .put("fees", new JsonArray())
                .putNull("signed_by")
                .putNull("weight")
                .putNull("est_delivery_date")
                .put("public_url", "https://track.easypost.com/" + id);
    }

    private JsonObject withLabel(JsonObject json, Shipment shipment) {
        var purchase = shipment.purchase();
        var bought = time(Instant.ofEpochMilli(purchase.boughtAt()));
        var rate = Rate.of(shipment, Rate.Service.valueOf(purchase.service()));
        var label = "pl_" + shipment.id().substring("shp_".length());
        return json.put("updated_at", bought)
                .put("selected_rate", rate.toJson(bought))
                .put("tracking_code", purchase.trackingCode())
                .put("tracker", tracker(shipment))
                .put(
                        "postage_label",
                        new JsonObject()
                                .put("id", label)
                                .put("object", "PostageLabel")
                                .put("created_at", bought)
                                .put("updated_at", bought)
                                .put("date_advance", 0)
                                .put("integrated_form", "none")
                                .put("label_date", bought)
                                .put("label_resolution", 300)
                                .put("label_size", "4x6")
                                .put("label_type", "default")
                                .put("label_file_type", "image/png")
                                .put("label_url", "https://labels.invalid/" + label + ".png"));
    }

    private static JsonObject withoutLabel(JsonObject json) {
        return json.putNull("selected_rate")
                .putNull("tracking_code")
                .putNull("tracker")
                .putNull("postage_label");
    }

    private static JsonObject address(JsonObject address, String created) {
        return address.copy()
                .put("object", "Address")
                .put("mode", "test")
                .put("created_at", created)
                .put("updated_at", created);
    }

    private static JsonObject parcel(Shipment shipment, String created) {
        return shipment.parcel()
                .copy()
                .put("object", "Parcel")
                .put("mode", "test")
                .put("created_at", created)
                .put("updated_at", created);
    }

    private static JsonObject noRates() {
        return new JsonObject()
                .put("carrier", "RoyalMail")
                .put("carrier_account_id", "ca_simulated")
                .put("type", "rate_error")
                .put("message", "No service delivers to this postcode.");
    }

    /** EasyPost gives whole seconds, and its client reads nothing else. */
    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
