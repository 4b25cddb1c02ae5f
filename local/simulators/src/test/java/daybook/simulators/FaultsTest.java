package daybook.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.easypost.exception.API.HttpError;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.service.PaymentIntentService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FaultsTest {

    @TempDir private Path directory;

    private RunningSimulators simulators;
    private PaymentIntentService payments;

    @BeforeEach
    void start() throws Exception {
        simulators = new RunningSimulators(directory);
        payments = simulators.stripe().v1().paymentIntents();
    }

    @AfterEach
    void stop() {
        simulators.close();
    }

    /** The JDK's connection behind the client repeats a request whose connection was closed. */
    @Test
    void a_payment_whose_answer_is_lost_is_made_once_when_the_client_retries() throws Exception {
        fault("twice", Map.of("count", 1));

        var held = authorise("o-1");

        assertThat(held).isEqualTo("requires_capture");
        assertThat(faults()).as("faults left").isEmpty();
        assertThat(paymentIntents()).isEqualTo(1);
    }

    @Test
    void a_payment_whose_answer_is_lost_until_the_client_gives_up_is_made_once() throws Exception {
        fault("twice", Map.of());
        assertThatThrownBy(() -> authorise("o-1")).isInstanceOf(ApiConnectionException.class);
        assertThat(paymentIntents()).isEqualTo(1);
        clear();

        assertThat(authorise("o-1")).isEqualTo("requires_capture");
        assertThat(paymentIntents()).isEqualTo(1);
    }

    @Test
    void a_shipment_bought_without_an_answer_is_found_by_its_reference() throws Exception {
        var carrier = simulators.easyPost();
        var shipment = carrier.shipment.create(shipment("o-1"));
        simulators.fault(
                simulators.carrier("/simulator/faults"), new JsonObject().put("mode", "twice"));

        assertThatThrownBy(() -> carrier.shipment.buy(shipment.getId(), shipment.lowestRate()))
                .isInstanceOf(HttpError.class);

        assertThat(carrier.shipment.retrieve("o-1").getTrackingCode()).isNotEmpty();
        assertThat(simulators.get(simulators.carrier("/simulator/ledger")).getLong("bought"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "error"})
    void nothing_happens_when_a_request_fails(String mode) throws Exception {
        fault(mode, Map.of());

        assertThatThrownBy(() -> authorise("o-1")).isInstanceOf(StripeException.class);

        assertThat(paymentIntents()).isZero();
    }

    @Test
    void a_hanging_request_gets_no_answer_and_does_nothing() throws Exception {
        fault("hang", Map.of());
        var request =
                HttpRequest.newBuilder(simulators.payment("/v1/payment_intents/pi_none"))
                        .timeout(Duration.ofMillis(300));

        assertThatThrownBy(() -> simulators.http().send(request.build(), BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(simulators.get(simulators.payment("/health")).getString("status"))
                .isEqualTo("UP");
    }

    @Test
    void a_slow_answer_comes_late_but_comes() throws Exception {
        fault("slow", Map.of("latencyMillis", 200));
        var before = System.nanoTime();

        assertThat(authorise("o-1")).isEqualTo("requires_capture");

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThan(Duration.ofMillis(199));
    }

    @Test
    void the_same_seed_fails_the_same_requests() throws Exception {
        var first = statusesOfTwenty(7);
        assertThat(statusesOfTwenty(7)).isEqualTo(first).contains(404, 500);
        assertThat(statusesOfTwenty(8)).isNotEqualTo(first);
    }

    @Test
    void a_fault_ends_after_its_time() throws Exception {
        fault("error", Map.of("forSeconds", 30));
        simulators.pass(Duration.ofSeconds(29));
        assertThat(statusOfGet()).isEqualTo(500);

        simulators.pass(Duration.ofSeconds(1));

        assertThat(statusOfGet()).isEqualTo(404);
        assertThat(faults()).isEmpty();
    }

    @Test
    void a_fault_that_makes_no_sense_is_refused_with_a_reason() {
        assertThatThrownBy(() -> fault("explode", Map.of())).hasMessageContaining("mode must be");
        assertThatThrownBy(() -> fault("error", Map.of("ratio", 2))).hasMessageContaining("ratio");
        assertThatThrownBy(() -> fault("error", Map.of("rate", 1))).hasMessageContaining("'rate'");
        assertThatThrownBy(() -> fault("slow", Map.of())).hasMessageContaining("latencyMillis");
        assertThatThrownBy(() -> fault("error", Map.of("count", "many")))
                .hasMessageContaining("count must be a number");
    }

    private List<Integer> statusesOfTwenty(int seed) throws Exception {
        clear();
        fault("error", Map.of("ratio", 0.5, "seed", seed));
        var statuses = new ArrayList<Integer>();
        for (var i = 0; i < 20; i++) {
            statuses.add(statusOfGet());
        }
        return statuses;
    }

    private int statusOfGet() throws Exception {
        return simulators
                .send(
                        HttpRequest.newBuilder(simulators.payment("/v1/payment_intents/pi_none"))
                                .header("Authorization", "Bearer sk_test_daybook"))
                .statusCode();
    }

    private String authorise(String orderId) throws Exception {
        var once =
                RequestOptions.builder()
                        .setIdempotencyKey(orderId + "/authorise")
                        .setMaxNetworkRetries(0)
                        .build();
        return payments.create(PaymentProviderTest.order(orderId, 2000, "pm_card_visa"), once)
                .getStatus();
    }

    private void fault(String mode, Map<String, Object> rest) throws Exception {
        simulators.fault(
                simulators.payment("/simulator/faults"),
                new JsonObject(new HashMap<>(rest)).put("mode", mode));
    }

    private void clear() throws Exception {
        simulators.send(HttpRequest.newBuilder(simulators.payment("/simulator/faults")).DELETE());
    }

    private JsonArray faults() throws Exception {
        return simulators.get(simulators.payment("/simulator/faults")).getJsonArray("faults");
    }

    private long paymentIntents() throws Exception {
        return simulators.get(simulators.payment("/simulator/ledger")).getLong("paymentIntents");
    }

    private static Map<String, Object> shipment(String reference) {
        var address =
                Map.of("street1", "1 High Street", "city", "London", "zip", "N1", "country", "GB");
        return Map.of(
                "reference", reference,
                "to_address", address,
                "from_address", address,
                "parcel", Map.of("weight", 10.5));
    }
}
