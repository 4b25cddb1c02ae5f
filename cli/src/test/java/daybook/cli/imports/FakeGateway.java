package daybook.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Stands for the gateway and for who gives tokens: keeps idempotency keys, and answers badly first
 * if told to. Orders move one status at each look.
 */
final class FakeGateway implements AutoCloseable {

    /** What a bad answer looks like. */
    enum Fault {
        DROPPED(0),
        ACCEPTED(202),
        UNAUTHORISED(401),
        TOO_MANY(429),
        BROKEN(500),
        UNAVAILABLE(503),
        /** What is asked for is not as fresh as the question wants it. */
        BEHIND(409),
        /** Done, but the answer is lost. */
        LOST(0);

        private final int status;

        Fault(int status) {
            this.status = status;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, JsonNode> orders = new HashMap<>();
    final Map<String, String> ids = new HashMap<>();
    final Map<String, String> rejections = new HashMap<>();
    final Map<String, JsonNode> returns = new HashMap<>();
    final Map<String, Long> stock = new HashMap<>();
    final List<Fault> faults = new ArrayList<>();
    int tokens;
    int placements;

    private final Map<String, Integer> looks = new HashMap<>();
    private final HttpServer server;

    FakeGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/api/", this::api);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).resolve(path);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!form.contains("client_secret=s3cret")) {
            answer(exchange, 401, "{}");
            return;
        }
        tokens++;
        answer(
                exchange,
                200,
                "{\"access_token\":\"token-%d\",\"expires_in\":300}".formatted(tokens));
    }

    private synchronized void api(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer token-" + tokens).equals(authorization)) {
            answer(exchange, 401, "{}");
            return;
        }
        Fault fault = faults.isEmpty() ? null : faults.removeFirst();
        if (fault == Fault.LOST) {
            work(exchange, body);
            exchange.close();
        } else if (fault == Fault.DROPPED) {
            exchange.close();
        } else if (fault != null) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, fault.status, "{\"title\":\"not now\"}");
        } else {
            Reply reply = work(exchange, body);
            answer(exchange, reply.status, reply.body);
        }
    }

    private record Reply(int status, String body) {}

    private Reply work(HttpExchange exchange, byte[] body) throws IOException {
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        String[] path = exchange.getRequestURI().getRawPath().split("/");
        JsonNode request = body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
        if (path[2].equals("stock")) {
            stock.putIfAbsent(key, request.path("quantity").asLong());
            return new Reply(201, "{}");
        }
        if (path.length == 3) {
            placements++;
            String id = ids.computeIfAbsent(key, _ -> "order-" + ids.size());
            orders.putIfAbsent(id, request);
            return new Reply(201, "{\"orderId\":\"%s\",\"version\":1}".formatted(id));
        }
        String id = path[3];
        JsonNode order = orders.get(id);
        if (order == null) {
            return new Reply(404, "{\"title\":\"unknown\"}");
        }
        if (path.length == 5) {
            returns.putIfAbsent(key, request);
            return new Reply(201, "{}");
        }
        return new Reply(200, view(id, order));
    }

    private String view(String id, JsonNode order) {
        boolean ended = looks.merge(id, 1, Integer::sum) > 1;
        String rejection = rejections.get(order.path("customerId").asText());
        String status = !ended ? "RESERVING" : rejection == null ? "COMPLETED" : "REJECTED";
        long total = 0;
        for (JsonNode line : order.path("lines")) {
            total += line.path("quantity").asLong() * line.path("unitPriceMinor").asLong();
        }
        return "{\"orderId\":\"%s\",\"status\":\"%s\",\"reason\":\"%s\",\"totalMinor\":%d}"
                .formatted(id, status, ended && rejection != null ? rejection : "", total);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
