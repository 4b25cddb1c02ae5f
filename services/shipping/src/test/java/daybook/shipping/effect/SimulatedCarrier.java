package daybook.shipping.effect;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Steers the carrier's simulator and reads its books. */
final class SimulatedCarrier {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String url;

    SimulatedCarrier(String url) {
        this.url = url;
    }

    /** Until {@link #behave}. */
    void misbehave(JsonObject fault) {
        post("/simulator/faults", fault);
    }

    void behave() {
        send("/simulator/faults", request -> request.DELETE());
    }

    /** What the carrier has booked for the order: one line for each shipment, bought or not. */
    List<JsonObject> shipments(String orderId) {
        return send("/simulator/ledger/entries", request -> request.GET())
                .lines()
                .map(EasyPostAnswer::parse)
                .filter(line -> orderId.equals(line.getString("reference")))
                .toList();
    }

    /** As somebody else would, past Daybook's own client. */
    JsonObject post(String path, JsonObject body) {
        return EasyPostAnswer.parse(
                send(path, request -> request.POST(BodyPublishers.ofString(body.encode()))));
    }

    private String send(String path, UnaryOperator<HttpRequest.Builder> method) {
        var request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer EZTK_somebody_else")
                        .header("Content-Type", "application/json");
        try {
            var answer = HTTP.send(method.apply(request).build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalArgumentException(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
