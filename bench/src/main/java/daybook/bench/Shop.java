package daybook.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Customers that order through the gateway. */
final class Shop implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SKUS = 200;
    private static final int CUSTOMERS = 5_000;
    private static final int PLENTY = 10_000_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong repeated = new AtomicLong();
    private final URI gateway;
    private final String token;

    Shop(URI gateway, URI tokenUrl, String secret) throws IOException, InterruptedException {
        this.gateway = gateway;
        var request =
                HttpRequest.newBuilder(tokenUrl)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_id=daybook-import"
                                                + "&client_secret="
                                                + secret))
                        .build();
        token =
                JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body())
                        .required("access_token")
                        .asText();
    }

    /** Receives more than will be ordered. */
    void fillShelves() {
        for (int sku = 0; sku < SKUS; sku++) {
            post(
                            "/api/stock/SKU-" + sku + "/receipts",
                            Map.of("quantity", PLENTY, "reference", "bench"))
                    .join();
        }
    }

    /** Orders two things for one of many customers; gives the order's id. */
    CompletableFuture<String> order() {
        var random = ThreadLocalRandom.current();
        int customer = random.nextInt(CUSTOMERS);
        Map<String, Object> order =
                Map.of(
                        "customerId",
                        "customer-" + customer,
                        "currency",
                        "GBP",
                        "paymentMethod",
                        "pm_card_visa",
                        "shipTo",
                        Map.of(
                                "name", "Customer " + customer,
                                "street", "1 High Street",
                                "city", "Leeds",
                                "postcode", "LS1 1AA",
                                "country", "GB"),
                        "lines",
                        List.of(line(random.nextInt(SKUS)), line(random.nextInt(SKUS))));
        return post("/api/orders", order).thenApply(body -> body.required("orderId").asText());
    }

    private static Map<String, Object> line(int sku) {
        return Map.of("sku", "SKU-" + sku, "quantity", 1, "unitPriceMinor", 1995);
    }

    private CompletableFuture<JsonNode> post(String path, Map<String, Object> body) {
        try {
            var request =
                    HttpRequest.newBuilder(gateway.resolve(path))
                            .timeout(ANSWER_LIMIT)
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                            .build();
            return send(request, System.nanoTime() + PATIENCE.toNanos());
        } catch (IOException e) {
            throw new BenchFailure("an order cannot be written as JSON", e);
        }
    }

    /** As any client: what has no definite answer is asked again with the same key. */
    private CompletableFuture<JsonNode> send(HttpRequest request, long deadlineNanos) {
        return http.sendAsync(request, BodyHandlers.ofByteArray())
                .thenCompose(response -> {
                    int status = response.statusCode();
                    if (status == 200 || status == 201) {
                        return CompletableFuture.completedFuture(json(response.body()));
                    }
                    boolean indefinite = status == 202 || status >= 500;
                    if (!indefinite || System.nanoTime() > deadlineNanos) {
                        throw new BenchFailure(
                                "%s was answered %d %s"
                                        .formatted(
                                                request.uri().getPath(),
                                                status,
                                                new String(
                                                        response.body(), StandardCharsets.UTF_8)));
                    }
                    repeated.incrementAndGet();
                    return CompletableFuture.supplyAsync(
                                    () -> send(request, deadlineNanos),
                                    CompletableFuture.delayedExecutor(
                                            response.headers()
                                                    .firstValueAsLong("Retry-After")
                                                    .orElse(1),
                                            TimeUnit.SECONDS))
                            .thenCompose(later -> later);
                });
    }

    /** How many requests had no definite answer at first. */
    long repeated() {
        return repeated.get();
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
