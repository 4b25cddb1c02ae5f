package daybook.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.cli.faults.People;
import daybook.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What a customer or a member of the staff does over HTTP, with a real token. */
final class Shop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** An answer with its body read as JSON. */
    record Answer(int status, HttpResponse<String> response, JsonNode body) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final Ports ports;
    private final People people;

    Shop(Ports ports) {
        this.ports = ports;
        this.people = new People(http, ports.tokenUrl());
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
                .header("Authorization", "Bearer " + people.token(user));
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
