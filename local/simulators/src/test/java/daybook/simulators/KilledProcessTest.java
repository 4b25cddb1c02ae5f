package daybook.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.RequestOptions;
import com.stripe.service.PaymentIntentService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulators as a process of their own, as a run has them. */
@Timeout(120)
class KilledProcessTest {

    private static final Pattern READY =
            Pattern.compile("payment provider on (http://127.0.0.1:[0-9]+), .*");
    private static final int KILL_AFTER = 150;

    @TempDir private Path directory;

    private Process process;
    private String url;

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void a_kill_loses_no_answered_payment_and_a_repetition_doubles_none() throws Exception {
        var answered = payUntilKilled();
        assertThat(answered).hasSizeGreaterThanOrEqualTo(KILL_AFTER);

        start();
        var payments = client();
        for (var payment : answered.entrySet()) {
            assertThat(pay(payments, payment.getKey())).isEqualTo(payment.getValue());
        }
        pay(payments, "order-" + answered.size());

        assertThat(ledger()).contains("\"paymentIntents\":" + (answered.size() + 1) + ",");
    }

    @Test
    void a_wrong_setting_ends_the_process_with_one_line_and_code_2() throws Exception {
        var wrong = command("SIMULATOR_TRANSIT_AFTER", "soon").redirectErrorStream(true).start();

        assertThat(wrong.waitFor()).isEqualTo(2);
        assertThat(wrong.inputReader().lines())
                .singleElement()
                .asString()
                .contains("SIMULATOR_TRANSIT_AFTER is 'soon', use");
    }

    /** Returns the payments by order, as far as answers came. */
    private Map<String, String> payUntilKilled() throws InterruptedException {
        var answered = new LinkedHashMap<String, String>();
        var enough = new CountDownLatch(1);
        try (var executor = Executors.newSingleThreadExecutor()) {
            var _ =
                    executor.submit(() -> {
                        enough.await();
                        return process.destroyForcibly();
                    });
            assertThatThrownBy(
                            () -> {
                                var payments = client();
                                for (var i = 0; ; i++) {
                                    answered.put("order-" + i, pay(payments, "order-" + i));
                                    if (answered.size() == KILL_AFTER) {
                                        enough.countDown();
                                    }
                                }
                            })
                    .isInstanceOf(ApiConnectionException.class);
        }
        process.waitFor();
        return answered;
    }

    private static String pay(PaymentIntentService payments, String order) throws Exception {
        var once =
                RequestOptions.builder().setIdempotencyKey(order).setMaxNetworkRetries(0).build();
        return payments.create(PaymentProviderTest.order(order, 2000, "pm_card_visa"), once)
                .toJson();
    }

    private PaymentIntentService client() {
        return StripeClient.builder()
                .setApiKey("sk_test_daybook")
                .setApiBase(url)
                .build()
                .v1()
                .paymentIntents();
    }

    private String ledger() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + "/simulator/ledger"));
            return http.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    @BeforeEach
    void start() throws IOException {
        process =
                command("SIMULATOR_DATA_DIR", directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var ready = READY.matcher(process.inputReader().readLine());
        assertThat(ready.matches()).isTrue();
        url = ready.group(1);
    }

    private static ProcessBuilder command(String name, String value) {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Simulators.class.getName());
        builder.environment()
                .putAll(Map.of("SIMULATOR_PAYMENT_PORT", "0", "SIMULATOR_CARRIER_PORT", "0"));
        builder.environment().put(name, value);
        return builder;
    }
}
