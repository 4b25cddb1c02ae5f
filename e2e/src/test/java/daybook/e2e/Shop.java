package daybook.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What a customer or a member of the staff does over HTTP, with a real token. */
final class Shop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TOKEN_KEPT = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** An answer with its body read as JSON. */
    record Answer(int status, HttpResponse<String> response, JsonNode body) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private record Token(String text, Instant at) {}

    private final Map<String, Token> tokens = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Ports ports;

    Shop(Ports ports) {
        this.ports = ports;
    }

    /**
     * A token of a demo user, as good for its first minute as a new one. One login at a time:
     * Keycloak takes several at once for an attack.
     */
    private synchronized String token(String user) throws IOException, InterruptedException {
        Token known = tokens.get(user);
        if (known == null || known.at().isBefore(Instant.now().minus(TOKEN_KEPT))) {
            known = new Token(newToken(user), Instant.now());
            tokens.put(user, known);
        }
        return known.text();
    }

    /** A new token of a demo user, whose password is the name. */
    String newToken(String user) throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=daybook-cli&username=%s&password=%s";
        var request =
                HttpRequest.newBuilder(ports.tokenUrl())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.formatted(user, user)))
                        .build();
        Answer answer = send(request);
        if (answer.status() != 200) {
            throw new IOException("No token for " + user + ": " + answer.response().body());
        }
        return answer.body().path("access_token").asText();
    }

    Answer get(String user, String path, String... headers)
            throws IOException, InterruptedException {
        var request = request(user, path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    Answer post(String user, String path, String json, String... headers)
            throws IOException, InterruptedException {
        var request =
                request(user, path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** The body of an order of one line, at 19.95 each. */
    static String order(String sku, int quantity, String paymentMethod) {
        return """
        {"currency": "GBP",
         "lines": [{"sku": "%s", "quantity": %d, "unitPriceMinor": 1995}],
         "shipTo": {"name": "Alice Archer", "street": "1 High Street", "city": "Leeds",
                    "postcode": "LS1 1AA", "country": "GB"},
         "paymentMethod": "%s"}
        """
                .formatted(sku, quantity, paymentMethod);
    }

    /** Receives so many pieces of a new SKU, whose name it gives. */
    String stocked(int quantity) throws IOException, InterruptedException {
        String sku = "SKU-" + UUID.randomUUID().toString().substring(0, 8);
        Answer received =
                post(
                        "walter",
                        "/stock/" + sku + "/receipts",
                        "{\"quantity\": %d, \"reference\": \"test\"}".formatted(quantity));
        if (received.status() != 201) {
            throw new AssertionError(received.response().body());
        }
        return sku;
    }

    /** Without a token. */
    Answer getAnonymously(URI url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url).build());
    }

    /** What an answer is waited to be. */
    interface Wanted {
        boolean test(JsonNode body) throws Exception;
    }

    /** Looks at a path until what it shows is as wanted. */
    JsonNode await(String user, String path, Wanted wanted) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer last = get(user, path);
        while (!wanted.test(last.body())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited in vain; last seen: " + last.body());
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            last = get(user, path);
        }
        return last.body();
    }

    private HttpRequest.Builder request(String user, String path)
            throws IOException, InterruptedException {
        return HttpRequest.newBuilder(ports.gatewayUrl().resolve("/api" + path))
                .header("Authorization", "Bearer " + token(user));
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                response.statusCode(),
                response,
                json ? JSON.readTree(response.body()) : JSON.nullNode());
    }
}
