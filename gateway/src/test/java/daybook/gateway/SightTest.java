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
}
