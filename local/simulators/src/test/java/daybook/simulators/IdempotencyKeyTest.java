package daybook.simulators;

import static daybook.simulators.PaymentProviderTest.key;
import static daybook.simulators.PaymentProviderTest.order;
import static daybook.simulators.PaymentProviderTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.service.PaymentIntentService;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IdempotencyKeyTest {

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

    @Test
    void the_same_key_gets_the_original_answer_even_when_the_payment_has_moved_on()
            throws Exception {
        var params = order("o-1", 2000, "pm_card_visa");
        var first = payments.create(params, key("o-1/authorise"));
        payments.capture(first.getId());

        var again = payments.create(params, key("o-1/authorise"));

        assertThat(again.toJson()).isEqualTo(first.toJson());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .hasValue("true");
        assertThat(ledger().getLong("paymentIntents")).isEqualTo(1);
    }

    @Test
    void a_decline_is_repeated_for_the_same_key() {
        var params = order("o-1", 2000, "pm_card_chargeDeclined");
        var first =
                catchThrowableOfType(CardException.class, () -> payments.create(params, key("k")));
        var again =
                catchThrowableOfType(CardException.class, () -> payments.create(params, key("k")));
        assertThat(again.getStripeError().getPaymentIntent().getId())
                .isEqualTo(first.getStripeError().getPaymentIntent().getId());
    }

    @Test
    void the_same_key_for_another_amount_is_an_error() throws Exception {
        payments.create(order("o-1", 2000, "pm_card_visa"), key("o-1/authorise"));

        assertThatThrownBy(() ->
                        payments.create(order("o-1", 2001, "pm_card_visa"), key("o-1/authorise")))
                .isInstanceOfSatisfying(
                        IdempotencyException.class,
                        e -> assertThat(e.getStatusCode()).isEqualTo(400));
    }

    @Test
    void a_key_whose_first_request_is_still_running_is_a_conflict() throws Exception {
        simulators.fault(
                simulators.payment("/simulator/faults"),
                new JsonObject().put("mode", "slow").put("latencyMillis", 2000).put("count", 1));
        var form = "amount=500&currency=gbp";
        var first =
                simulators.http().sendAsync(paymentWithKey(form).build(), BodyHandlers.ofString());
        while (simulators.get(simulators.payment("/simulator/faults")).encode().contains("slow")) {
            Thread.onSpinWait();
        }

        var second = simulators.send(paymentWithKey(form));

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("idempotency_key_in_use");
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(simulators.send(paymentWithKey(form)).body()).isEqualTo(first.join().body());
    }

    @Test
    void a_mended_request_may_use_the_key_of_one_with_a_bad_parameter() throws Exception {
        var bad = refusal(() -> payments.create(order("o-1", 1, "pm_card_visa"), key("k")));
        assertThat(bad.getCode()).isEqualTo("amount_too_small");
        assertThat(bad.getParam()).isEqualTo("amount");

        assertThat(payments.create(order("o-1", 1000, "pm_card_visa"), key("k")).getStatus())
                .isEqualTo("requires_capture");
    }

    private HttpRequest.Builder paymentWithKey(String form) {
        return simulators
                .post(simulators.payment("/v1/payment_intents"))
                .header("Idempotency-Key", "slow-one")
                .POST(BodyPublishers.ofString(form));
    }

    private JsonObject ledger() throws Exception {
        return simulators.get(simulators.payment("/simulator/ledger"));
    }
}
