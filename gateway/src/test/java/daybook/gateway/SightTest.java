package daybook.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Await;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What the gateway writes down about a request. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class SightTest {
    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void the_access_log_names_the_template_and_no_secret() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        lines.add(record.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger log = Logger.getLogger("daybook.gateway.access");
        log.addHandler(handler);
        try {
            Wire.exchange(
                    port,
                    "GET /t/echo/customer-secret?card=4242",
                    "Authorization: Bearer " + rig.identity.token("alice", "customer"),
                    "Correlation-Id: looked-for");
            Await.until(
                    "the access log line",
                    () -> lines.stream().anyMatch(l -> l.contains("looked-for")));
        } finally {
            log.removeHandler(handler);
        }
        String line =
                lines.stream().filter(l -> l.contains("looked-for")).findFirst().orElseThrow();
        assertThat(line).doesNotContain("customer-secret", "card=", "Bearer", "eyJ");
        JsonObject entry = new JsonObject(line);
        assertThat(entry.getString("method")).isEqualTo("GET");
        assertThat(entry.getString("route")).isEqualTo("/t/echo/{x}");
        assertThat(entry.getInteger("status")).isEqualTo(200);
        assertThat(entry.getString("subject")).isEqualTo("alice");
        assertThat(entry.getDouble("millis")).isPositive();
        assertThat(entry.getBoolean("complete")).isTrue();
    }

    @Test
    void an_operator_is_told_where_the_time_went_and_nobody_else() throws IOException {
        String timing = timing("oskar", "operator");
        assertThat(timing)
                .matches(
                        "accept;dur=[0-9.]+, route;dur=[0-9.]+, identify;dur=[0-9.]+,"
                                + " authorise;dur=[0-9.]+, limit;dur=[0-9.]+, guard;dur=[0-9.]+,"
                                + " connect;dur=[0-9.]+, upstream;dur=[0-9.]+");
        assertThat(timing("anna", "customer")).isEmpty();
    }

    @Test
    void the_time_in_each_stage_is_counted_once_for_each_request() throws IOException {
        double before = count("transfer");
        timing("oskar", "operator");
        Await.until("it is counted", () -> count("transfer") == before + 1);
        assertThat(count("accept")).isGreaterThanOrEqualTo(count("upstream"));
    }

    private String timing(String name, String role) throws IOException {
        Wire.Received got =
                Wire.exchange(
                        port,
                        "GET /t/few/x",
                        "Authorization: Bearer " + rig.identity.token(name, role));
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.header("Server-Timing");
    }

    private double count(String stage) {
        String name =
                "daybook_gateway_stage_seconds_count{stage=\"%s\",upstream=\"main\"} "
                        .formatted(stage);
        return Wire.metrics(port, name).mapToDouble(Double::parseDouble).sum();
    }
}
