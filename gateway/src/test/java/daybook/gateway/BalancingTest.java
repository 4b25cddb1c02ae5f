package daybook.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Await;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An upstream of three instances, of which one never runs and one comes and goes. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class BalancingTest {
    private static final int ROUNDS = 6;

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @AfterEach
    void no_request_failed_and_the_breaker_is_closed() throws IOException {
        String metrics = Wire.exchange(port, "GET /q/metrics").body();
        assertThat(metrics.lines().filter(line -> line.contains("upstream=\"several\"")))
                .anyMatch(line -> line.startsWith("daybook_gateway_breaker_state"))
                .filteredOn(line -> line.startsWith("daybook_gateway_breaker_state"))
                .allMatch(line -> line.endsWith(" 0.0"));
    }

    @Test
    void requests_go_in_turn_to_the_instances_that_are_there() throws IOException {
        Await.until("the second takes part", () -> secondTakesPart());

        int first = rig.stub.calls("echo");
        int second = rig.second.calls("echo");
        requests();

        assertThat(rig.stub.calls("echo")).isGreaterThan(first);
        assertThat(rig.second.calls("echo")).isGreaterThan(second);
    }

    @Test
    void an_instance_may_stop_and_come_back() throws IOException {
        rig.stopSecond();
        requests();
        rig.startSecond();

        Await.until("the second takes part again", () -> secondTakesPart());
    }

    @Test
    void an_instance_that_closes_its_connections_gets_no_more_requests() {
        rig.second.leaving = true;

        Await.until("the second is left alone", () -> !secondTakesPart());

        rig.second.leaving = false;
    }

    /** Whether requests, all of which must be answered, reach the second instance. */
    private boolean secondTakesPart() {
        int calls = rig.second.calls("echo");
        requests();
        return rig.second.calls("echo") > calls;
    }

    private void requests() {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                Wire.Received got = Wire.exchange(port, "GET /t/echo/several/x", bearer());
                assertThat(got.status()).as(got.body()).isEqualTo(200);
                Wire.Received posted = post("five!");
                assertThat(posted.status()).as(posted.body()).isEqualTo(200);
                assertThat(posted.json().getInteger("bytes")).isEqualTo(5);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Wire.Received post(String body) throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head(
                            "POST /t/echo/several/x",
                            bearer(),
                            "Content-Length: " + body.length()));
            wire.send("Connection: close\r\n\r\n" + body);
            return wire.readAll();
        }
    }

    private String bearer() {
        return "Authorization: Bearer " + rig.identity.token("alice", "customer");
    }
}
