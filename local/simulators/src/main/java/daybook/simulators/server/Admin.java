package daybook.simulators.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;

/** What people and tests ask of a simulator itself, under {@code /simulator}, from this machine. */
final class Admin {

    private final Provider provider;
    private final Faults faults;

    Admin(Provider provider, Faults faults) {
        this.provider = provider;
        this.faults = faults;
    }

    void addTo(Router router) {
        router.route("/simulator/*").handler(Admin::onlyFromHere);
        router.get("/simulator/faults")
                .handler(request -> SimulatorServer.send(request, new Answer(200, faults.list())));
        router.post("/simulator/faults").handler(this::addFault);
        router.delete("/simulator/faults").handler(this::clearFaults);
        router.get("/simulator/ledger")
                .handler(request ->
                        SimulatorServer.send(request, new Answer(200, provider.ledger())));
        router.get("/simulator/ledger/entries").handler(this::ledgerEntries);
    }

    private static void onlyFromHere(RoutingContext request) {
        var from = InetAddress.ofLiteral(request.request().remoteAddress().hostAddress());
        if (from.isLoopbackAddress()) {
            request.next();
        } else {
            SimulatorServer.send(request, problem(403, "Only this machine may steer a simulator."));
        }
    }

    private void addFault(RoutingContext request) {
        try {
            var json = request.body().asJsonObject();
            SimulatorServer.send(
                    request, new Answer(201, faults.add(json == null ? new JsonObject() : json)));
        } catch (DecodeException | ClassCastException e) {
            SimulatorServer.send(request, problem(400, "The body is not a JSON object."));
        } catch (IllegalArgumentException e) {
            SimulatorServer.send(request, problem(400, "The fault is wrong: " + e.getMessage()));
        }
    }

    private void clearFaults(RoutingContext request) {
        faults.clear();
        SimulatorServer.send(request, new Answer(200, faults.list()));
    }

    private void ledgerEntries(RoutingContext request) {
        request.response().setChunked(true).putHeader("content-type", "application/x-ndjson");
        writeEntries(request, 0);
    }

    /** One stretch at a time, so that a long ledger neither fills memory nor blocks the others. */
    private void writeEntries(RoutingContext request, long from) {
        var stretch = Buffer.buffer();
        var next =
                provider.ledgerEntries(
                        from, entry -> stretch.appendString(entry.encode()).appendString("\n"));
        if (next == from) {
            request.response().end();
        } else {
            request.response()
                    .write(stretch)
                    .onSuccess(_ -> writeEntries(request, next))
                    .onFailure(_ -> request.request().connection().close());
        }
    }

    private static Answer problem(int status, String detail) {
        return new Answer(
                status,
                new JsonObject()
                        .put("type", "urn:daybook:problem:simulator")
                        .put("title", "The simulator cannot do this")
                        .put("status", status)
                        .put("detail", detail));
    }
}
