package daybook.gateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An upstream over real sockets that behaves as the first segment of the path says. */
public final class Stub {
    public static final int FLOOD_BYTES = 192 << 20;
    private static final Buffer MEGABYTE = Buffer.buffer(new byte[1 << 20]);

    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    /** What {@code /switch} answers. */
    public final AtomicInteger status = new AtomicInteger(200);

    /** Requests whose connection went before they were answered in full. */
    public final AtomicInteger abandoned = new AtomicInteger();

    /** What {@code /echo} answered last. */
    public volatile JsonObject echoed = new JsonObject();

    public final AtomicLong flooded = new AtomicLong();
    public final AtomicLong received = new AtomicLong();

    /** Every request as it arrived, with its body's bytes: {@code POST /echo/a 5}. */
    public final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** Every header of those: {@code /echo/a name=value}. */
    public final Queue<String> headersSeen = new ConcurrentLinkedQueue<>();

    private volatile Runnable release = () -> {};

    /** Requests for {@code /say/meet}, which are answered once there are three. */
    private final List<HttpServerResponse> meeting = new ArrayList<>();

    /** Whether it ends every connection after its answer, as a server that shuts down does. */
    public volatile boolean leaving;

    Stub(Vertx vertx, int port) {
        this.vertx = vertx;
        server =
                Rig.join(
                        vertx.createHttpServer()
                                .requestHandler(this::handle)
                                .listen(port, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    void close() {
        Rig.join(server.close());
    }

    /** How often a behaviour was asked for. */
    public int calls(String behaviour) {
        return calls.computeIfAbsent(behaviour, b -> new AtomicInteger()).get();
    }

    /** Lets a stream that waits ({@code /drip}, {@code /hold}) go on. */
    public void release() {
        vertx.runOnContext(v -> release.run());
    }

    private void handle(HttpServerRequest request) {
        String behaviour = request.path().split("/", -1)[1];
        calls.computeIfAbsent(behaviour, b -> new AtomicInteger()).incrementAndGet();
        HttpServerResponse response = request.response();
        if (leaving) {
            response.putHeader("Connection", "close");
        }
        response.closeHandler(v -> {
            if (!response.ended()) {
                abandoned.incrementAndGet();
            }
        });
        response.exceptionHandler(e -> {});
        request.exceptionHandler(e -> {});
        switch (behaviour) {
            case "switch" -> response.setStatusCode(status.get()).end("from upstream");
            case "hang" -> request.handler(chunk -> {});
            case "reset" -> request.connection().close();
            case "stall" -> response.setChunked(true).write("begun");
            case "drip" -> {
                response.setChunked(true).write("first");
                release = () -> response.end("last");
            }
            case "flood" -> flood(response);
            case "hold" -> hold(request);
            case "early" -> response.setStatusCode(409).end("early");
            case "moved" ->
                    response.setStatusCode(201)
                            .putHeader("Location", request.getParam("to"))
                            .putHeader("Server", "secret/1.0")
                            .putHeader("Connection", "X-Hop")
                            .putHeader("X-Hop", "secret")
                            .end();
            case "say" -> say(request);
            case "empty" -> response.setStatusCode(204).end();
            default -> echo(request);
        }
    }

    /** Answers what the last segment names, as a part of something composed. */
    private void say(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        String what = request.path().substring(request.path().lastIndexOf('/') + 1);
        calls.computeIfAbsent(what, b -> new AtomicInteger()).incrementAndGet();
        switch (what) {
            case "echo" -> echo(request);
            case "hang" -> {}
            case "reset" -> request.connection().close();
            case "stall" -> response.setChunked(true).write("{");
            case "large" -> response.end('"' + "x".repeat(2_000) + '"');
            case "half" -> response.end("{\"a\": 1");
            case "two" -> response.end("{} {}");
            case "text" -> response.end("hello");
            case "nothing" -> response.end();
            case "list" -> response.end(" [1, 2.50, {\"a\" : null}]\n");
            case "pieces" -> {
                byte[] json = "{\"name\":\"Zo\u00eb\"}".getBytes(StandardCharsets.UTF_8);
                response.setChunked(true);
                for (byte one : json) {
                    response.write(Buffer.buffer(new byte[] {one}));
                }
                response.end();
            }
            case "meet" -> {
                meeting.add(response);
                if (meeting.size() == 3) {
                    meeting.forEach(waiting -> waiting.end("true"));
                    meeting.clear();
                }
            }
            default ->
                    response.setStatusCode(Integer.parseInt(what))
                            .putHeader("Content-Type", "application/problem+json")
                            .putHeader("Retry-After", "7")
                            .end("{\"type\":\"urn:daybook:problem:said-" + what + "\"}");
        }
    }

    private void flood(HttpServerResponse response) {
        flooded.set(0);
        response.putHeader("Content-Length", Integer.toString(FLOOD_BYTES));
        floodOn(response);
    }

    private void floodOn(HttpServerResponse response) {
        while (flooded.get() < FLOOD_BYTES) {
            flooded.addAndGet(MEGABYTE.length());
            response.write(MEGABYTE);
            if (response.writeQueueFull()) {
                response.drainHandler(v -> floodOn(response));
                return;
            }
        }
        response.end();
    }

    /** Reads no body until released. */
    private void hold(HttpServerRequest request) {
        received.set(0);
        request.pause();
        request.handler(chunk -> received.addAndGet(chunk.length()));
        request.endHandler(v -> request.response().end(Long.toString(received.get())));
        release = request::resume;
    }

    private void echo(HttpServerRequest request) {
        received.set(0);
        request.handler(chunk -> received.addAndGet(chunk.length()));
        request.endHandler(v -> {
            request.headers().forEach(h -> headersSeen.add(request.uri() + " " + h));
            seen.add(request.method() + " " + request.uri() + " " + received.get());
            JsonObject headers = new JsonObject();
            for (String name : request.headers().names()) {
                headers.put(
                        name.toLowerCase(java.util.Locale.ROOT),
                        new JsonArray(request.headers().getAll(name)));
            }
            echoed =
                    new JsonObject()
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("bytes", received.get())
                            .put("headers", headers);
            request.response().putHeader("Content-Type", "application/json").end(echoed.encode());
        });
    }
}
