package daybook.payment.effect;

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

/** Steers the payment provider's simulator and reads its books. */
final class SimulatedProvider {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String url;

    SimulatedProvider(String url) {
        this.url = url;
    }

    /** Until {@link #behave}. */
    void misbehave(JsonObject fault) {
        send(HttpRequest.newBuilder(admin("faults")).POST(BodyPublishers.ofString(fault.encode())));
    }

    void behave() {
        send(HttpRequest.newBuilder(admin("faults")).DELETE());
    }

    /** What the provider has booked for the order: one line for each payment intent. */
    List<JsonObject> payments(String orderId) {
        return send(HttpRequest.newBuilder(admin("ledger/entries")))
                .lines()
                .map(StripeAnswer::parse)
                .filter(line -> orderId.equals(line.getString("orderId")))
                .toList();
    }

    private URI admin(String path) {
        return URI.create(url + "/simulator/" + path);
    }

    private static String send(HttpRequest.Builder request) {
        try {
            var answer =
                    HTTP.send(
                            request.timeout(Duration.ofSeconds(10)).build(),
                            BodyHandlers.ofString());
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
