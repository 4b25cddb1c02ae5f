package daybook.simulators.carrier;

import daybook.simulators.carrier.Shipment.Purchase;
import daybook.simulators.journal.Entry;
import daybook.simulators.journal.Records;
import daybook.simulators.server.Answer;
import daybook.simulators.server.Ids;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each request does. Nothing is bought twice, and a label is given back only before the
 * carrier has the parcel.
 *
 * @see <a href="https://docs.easypost.com/docs/shipments">EasyPost: Shipments</a>
 */
final class CarrierRules {

    private static final String NO_CARRIER = "NO-CARRIER";
    private static final String NO_RATES = "NO-RATES";
    private static final int MAX_TEXT = 200;
    private static final Set<String> ADDRESS =
            Set.of(
                    "name", "company", "street1", "street2", "city", "state", "zip", "country",
                    "phone", "email");

    private final Records records;
    private final Tracking tracking;
    private final EasyPostShapes shapes;

    CarrierRules(Records records, Tracking tracking) {
        this.records = records;
        this.tracking = tracking;
        this.shapes = new EasyPostShapes(tracking);
    }

    static boolean hasNoRates(Shipment shipment) {
        return shipment.to().getString("zip", "").equals(NO_RATES);
    }

    /**
     * As at EasyPost a reference need not be unique: a second shipment of the same reference is
     * another shipment, and the reference keeps naming the first.
     */
    Answer create(RoutingContext request) {
        var asked = object(body(request), "shipment");
        var to = address(asked, "to_address");
        var from = address(asked, "from_address");
        var parcel = object(asked, "parcel");
        if (!(parcel.getValue("weight") instanceof Number weight) || weight.doubleValue() <= 0) {
            return required("parcel.weight");
        }
        for (var field : List.of("street1", "city", "zip", "country")) {
            if (to.getString(field, "").isBlank()) {
                return required("to_address." + field);
            }
        }
        if (from.isEmpty()) {
            return required("from_address");
        }
        if (to.getString("zip").equals(NO_CARRIER)) {
            return EasyPostShapes.error(
                    422, "ADDRESS.VERIFY.FAILURE", "Address not found", "to_address");
        }
        var shipment =
                new Shipment(
                        Ids.hex("shp_"),
                        text(asked, "reference"),
                        tracking.now().toEpochMilli(),
                        to.put("id", Ids.hex("adr_")),
                        from.put("id", Ids.hex("adr_")),
                        new JsonObject()
                                .put("id", Ids.hex("prcl_"))
                                .put("weight", weight.doubleValue()),
                        Purchase.NONE);
        return committed(201, shipment);
    }

    Answer show(RoutingContext request) {
        return shipment(request)
                .map(shipment -> new Answer(200, shapes.shipment(shipment)))
                .orElseGet(CarrierRules::notFound);
    }

    Answer buy(RoutingContext request) {
        var asked = object(body(request), "rate");
        var found = shipment(request);
        if (found.isEmpty()) {
            return notFound();
        }
        var shipment = found.get();
        if (shipment.isBought()) {
            return EasyPostShapes.error(
                    422, "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment", "");
        }
        if (text(asked, "id").isEmpty()) {
            return required("rate");
        }
        var rate =
                Rate.of(shipment).stream().filter(r -> r.id().equals(text(asked, "id"))).findAny();
        if (rate.isEmpty() || hasNoRates(shipment)) {
            return notFound();
        }
        return committed(
                200,
                shipment.bought(
                        new Purchase(
                                rate.get().service().name(),
                                Ids.digits("DB", 12),
                                Ids.hex("trk_"),
                                tracking.now().toEpochMilli(),
                                0)));
    }

    Answer refund(RoutingContext request) {
        var found = shipment(request);
        if (found.isEmpty()) {
            return notFound();
        }
        var shipment = found.get();
        if (shipment.isRefunded()) {
            return new Answer(200, shapes.shipment(shipment));
        }
        if (!shipment.isBought()) {
            return unavailable("There is no postage to refund.");
        }
        if (tracking.isUnderWay(shipment)) {
            return unavailable("The parcel has been shipped.");
        }
        return committed(200, shipment.refunded(tracking.now().toEpochMilli()));
    }

    Answer showTracker(RoutingContext request) {
        var id = request.pathParam("id");
        return id.startsWith("trk_")
                ? records.find(id).map(this::tracker).orElseGet(CarrierRules::notFound)
                : notFound();
    }

    /** A code of a shipment bought here gives that shipment's tracker. */
    Answer createTracker(RoutingContext request) {
        var asked = object(body(request), "tracker");
        var code = text(asked, "tracking_code");
        if (code.isEmpty()) {
            return required("tracking_code");
        }
        var known = records.find(Shipment.trackingName(code));
        if (known.isPresent()) {
            return tracker(known.get());
        }
        var record =
                new JsonObject()
                        .put("id", Ids.hex("trk_"))
                        .put("names", List.of(Shipment.trackingName(code)))
                        .put("code", code)
                        .put("carrier", text(asked, "carrier"))
                        .put("created", tracking.now().toEpochMilli());
        records.commit(new Entry("", "", 200, new JsonObject(), List.of(record)));
        return tracker(record);
    }

    private Answer tracker(JsonObject record) {
        return new Answer(
                200,
                Shipment.isShipment(record)
                        ? shapes.tracker(Shipment.of(record))
                        : shapes.tracker(record));
    }

    private Answer committed(int status, Shipment shipment) {
        records.commit(new Entry("", "", status, new JsonObject(), List.of(shipment.toJson())));
        return new Answer(status, shapes.shipment(shipment));
    }

    /** By id or, as EasyPost allows, by reference. */
    private Optional<Shipment> shipment(RoutingContext request) {
        var name = request.pathParam("id");
        return records.find(name)
                .or(() -> records.find(Shipment.referenceName(name)))
                .filter(Shipment::isShipment)
                .map(Shipment::of);
    }

    private static JsonObject body(RoutingContext request) {
        var json = request.body().buffer() == null ? null : request.body().asJsonObject();
        return json == null ? new JsonObject() : json;
    }

    private static JsonObject object(JsonObject json, String field) {
        return json.getValue(field) instanceof JsonObject object ? object : new JsonObject();
    }

    private static JsonObject address(JsonObject asked, String field) {
        var address = new JsonObject();
        var given = object(asked, field);
        for (var name : ADDRESS) {
            if (given.getValue(name) != null) {
                address.put(name, text(given, name));
            }
        }
        return address;
    }

    private static String text(JsonObject json, String field) {
        var value = json.getValue(field);
        if (value == null) {
            return "";
        }
        var text = value.toString();
        if (text.length() > MAX_TEXT) {
            throw new DecodeException(field + " has more than " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static Answer required(String field) {
        return EasyPostShapes.error(
                422, "PARAMETER.REQUIRED", "Missing required parameter.", field);
    }

    private static Answer unavailable(String why) {
        return EasyPostShapes.error(
                422, "SHIPMENT.REFUND.UNAVAILABLE", "Unable to request refund. " + why, "");
    }

    private static Answer notFound() {
        return EasyPostShapes.error(
                404, "NOT_FOUND", "The requested resource could not be found.", "");
    }
}
