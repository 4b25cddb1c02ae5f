package daybook.simulators;

import com.easypost.exception.General.MissingParameterError;
import com.easypost.service.EasyPostClient;
import com.stripe.StripeClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both simulators on free ports with a clock that stands still until it is moved. */
final class RunningSimulators implements AutoCloseable, InstantSource {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private Simulators simulators;

    RunningSimulators(Path directory) throws IOException {
        this.directory = directory;
        this.simulators = start();
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void restart() throws IOException {
        simulators.close();
        simulators = start();
    }

    URI payment(String path) {
        return URI.create("http://127.0.0.1:" + simulators.paymentPort() + path);
    }

    URI carrier(String path) {
        return URI.create("http://127.0.0.1:" + simulators.carrierPort() + path);
    }

    StripeClient stripe() {
        return StripeClient.builder()
                .setApiKey("sk_test_daybook")
                .setApiBase(payment("").toString())
                .build();
    }

    EasyPostClient easyPost() throws MissingParameterError {
        PlainHttps.letEasyPostClientUseIt();
        return new EasyPostClient("EZTK_daybook", carrier("").toString());
    }

    JsonObject fault(URI faults, JsonObject fault) throws Exception {
        var answer = send(post(faults).POST(BodyPublishers.ofString(fault.encode())));
        if (answer.statusCode() != 201) {
            throw new IllegalArgumentException(answer.body());
        }
        return new JsonObject(answer.body());
    }

    JsonObject get(URI uri) throws Exception {
        return new JsonObject(send(HttpRequest.newBuilder(uri).GET()).body());
    }

    HttpRequest.Builder post(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer sk_test_daybook")
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(DEADLINE).build(), BodyHandlers.ofString());
    }

    HttpClient http() {
        return http;
    }

    @Override
    public void close() {
        http.close();
        simulators.close();
    }

    private Simulators start() throws IOException {
        return Simulators.start(
                new Settings(
                        "127.0.0.1", 0, 0, directory, Duration.ofSeconds(1), Duration.ofSeconds(5)),
                this);
    }
}
