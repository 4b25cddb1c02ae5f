package daybook.simulators.carrier;

import daybook.simulators.journal.Records;
import daybook.simulators.server.Answer;
import daybook.simulators.server.Operation;
import daybook.simulators.server.Provider;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** EasyPost's Shipments and Trackers. EasyPost knows no idempotency keys. */
public final class CarrierProvider implements Provider {

    private final CarrierTotals totals = new CarrierTotals();
    private final Tracking tracking;
    private final Records records;
    private final CarrierRules rules;

    private CarrierProvider(Path journal, Tracking tracking) throws IOException {
        this.tracking = tracking;
        records = Records.open(journal, totals);
        rules = new CarrierRules(records, tracking);
    }

    /**
     * Opens the journal of shipments in the directory.
     *
     * @param transitAfter from the purchase of the label until the carrier has the parcel
     * @param deliveryAfter from the purchase until it is delivered, or lost
     * @throws IOException if the journal cannot be used
     */
    public static CarrierProvider open(
            Path directory, InstantSource clock, Duration transitAfter, Duration deliveryAfter)
            throws IOException {
        return new CarrierProvider(
                directory.resolve("shipments.jsonl"),
                new Tracking(clock, transitAfter, deliveryAfter));
    }

    @Override
    public String name() {
        return "carrier";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.post("/v2/shipments", reading(rules::create)),
                Operation.get("/v2/shipments/:id", rules::show),
                Operation.post("/v2/shipments/:id/buy", reading(rules::buy)),
                Operation.post("/v2/shipments/:id/refund", rules::refund),
                Operation.post("/v2/trackers", reading(rules::createTracker)),
                Operation.get("/v2/trackers/:id", rules::showTracker));
    }

    /**
     * Any key will do: Basic with the key as user name, or Bearer as EasyPost's Java client does.
     */
    @Override
    public Optional<Answer> admit(RoutingContext request) {
        var header = request.request().getHeader("Authorization");
        return header != null && header.matches("(Basic|Bearer) .+")
                ? Optional.empty()
                : Optional.of(
                        EasyPostShapes.error(
                                401, "APIKEY.REQUIRED", "Give the API key as user name.", ""));
    }

    @Override
    public void finished(RoutingContext request) {
        // Nothing is held for a request.
    }

    @Override
    public Answer failure(int status, String message) {
        var code =
                switch (status) {
                    case 404 -> "NOT_FOUND";
                    case 500 -> "INTERNAL_SERVER_ERROR";
                    default -> "BAD_REQUEST";
                };
        return EasyPostShapes.error(status, code, message, "");
    }

    @Override
    public JsonObject ledger() {
        return totals.toJson();
    }

    @Override
    public long ledgerEntries(long from, Consumer<JsonObject> visitor) {
        return records.scanLatest(
                from,
                object -> {
                    if (Shipment.isShipment(object)) {
                        var shipment = Shipment.of(object);
                        visitor.accept(CarrierTotals.line(shipment, tracking.status(shipment)));
                    }
                });
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private Function<RoutingContext, Answer> reading(Function<RoutingContext, Answer> rule) {
        return request -> {
            try {
                return rule.apply(request);
            } catch (DecodeException | ClassCastException e) {
                return failure(400, "The body is not the JSON that this needs: " + e.getMessage());
            }
        };
    }
}
