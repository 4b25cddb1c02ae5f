package daybook.simulators.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;

/** One provider on one port of the loopback address, with its faults. */
public final class SimulatorServer {

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int IDLE_SECONDS = 120;

    private final Vertx vertx;
    private final Provider provider;
    private final Faults faults;
    private final HttpServer server;

    public SimulatorServer(Vertx vertx, Provider provider, InstantSource clock) {
        this.vertx = vertx;
        this.provider = provider;
        this.faults = new Faults(clock);
        this.server =
                vertx.createHttpServer(
                        new HttpServerOptions()
                                .setIdleTimeout(IDLE_SECONDS)
                                .setCompressionSupported(false));
    }

    /** Returns the port; 0 chooses a free one. */
    public Future<Integer> listen(String host, int port) {
        var router = Router.router(vertx);
        router.get("/health")
                .handler(request ->
                        send(request, new Answer(200, new JsonObject().put("status", "UP"))));
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        new Admin(provider, faults).addTo(router);
        for (var operation : provider.operations()) {
            router.route(operation.method(), operation.path())
                    .handler(request -> serve(request, operation));
        }
        router.route().failureHandler(this::fail);
        router.route()
                .last()
                .handler(request ->
                        send(
                                request,
                                provider.failure(
                                        404,
                                        "There is no "
                                                + request.request().method()
                                                + " "
                                                + request.request().path()
                                                + " here.")));
        return server.requestHandler(router).listen(port, host).map(HttpServer::actualPort);
    }

    private void serve(RoutingContext request, Operation operation) {
        var fault = faults.next(operation.changesSomething());
        if (fault.isEmpty()) {
            carryOut(request, operation, 0, true);
            return;
        }
        var delayMillis = fault.get().latencyMillis();
        switch (fault.get().mode()) {
            case SLOW -> carryOut(request, operation, delayMillis, true);
            case TWICE -> carryOut(request, operation, delayMillis, false);
            case RESET, HANG -> later(delayMillis, () -> drop(request));
            case ERROR ->
                    later(
                            delayMillis,
                            () ->
                                    send(
                                            request,
                                            provider.failure(
                                                    500, "The simulator was told to fail.")));
        }
    }

    private void carryOut(
            RoutingContext request, Operation operation, long delayMillis, boolean answered) {
        var early = provider.admit(request);
        later(
                delayMillis,
                () -> {
                    try {
                        var answer = early.orElseGet(() -> finish(request, operation));
                        if (answered) {
                            send(request, answer);
                        } else {
                            drop(request);
                        }
                    } catch (RuntimeException e) {
                        request.fail(e);
                    }
                });
    }

    private Answer finish(RoutingContext request, Operation operation) {
        try {
            return operation.run().apply(request);
        } finally {
            provider.finished(request);
        }
    }

    private void later(long millis, Runnable action) {
        if (millis == 0) {
            action.run();
        } else {
            vertx.setTimer(millis, _ -> action.run());
        }
    }

    private static void drop(RoutingContext request) {
        request.request().connection().close();
    }

    private void fail(RoutingContext request) {
        var status = request.statusCode() < 400 ? 500 : request.statusCode();
        if (status == 500 && request.failure() != null) {
            System.err.println(request.request().path() + " failed: " + request.failure());
        }
        send(
                request,
                provider.failure(
                        status,
                        switch (status) {
                            case 400 -> "The request cannot be read.";
                            case 413 -> "The request has more than " + MAX_BODY_BYTES + " bytes.";
                            default -> "The simulator failed; its log says why.";
                        }));
    }

    static void send(RoutingContext request, Answer answer) {
        var response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("content-type", "application/json");
        answer.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(answer.body().encode()));
    }
}
