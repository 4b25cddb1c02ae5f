package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Await;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Clients that never fall silent and never come to an end (CWE-400: slowloris, slow post). */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(SlowClientTest.Impatient.class)
class SlowClientTest {
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "daybook.gateway.routes", "target/test-classes/test-routes.yaml",
                    "daybook.gateway.edge.header-deadline", "400ms");
        }
    }

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void a_head_that_drips_is_refused_at_its_deadline() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send("GET /t/echo/a HTTP/1.1\r\nHost: gateway\r\nX-A: ");
            assertProblem(drip(wire, "x"), 408, "header-timeout");
            assertThat(wire.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void the_deadline_holds_for_each_request_of_a_connection() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.head("GET /t/nothing") + "\r\n");
            assertProblem(wire.readAll(), 404, "no-route");
            wire.send("GET /t/echo/a HT");
            assertProblem(wire.readAll(), 408, "header-timeout");
        }
    }

    @Test
    void who_says_nothing_is_not_listened_to_for_ever() throws IOException {
        try (Wire wire = new Wire(port)) {
            assertThat(wire.in().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_body_that_drips_is_refused_at_its_deadline_though_never_idle() throws IOException {
        int calls = rig.stub.calls("upload");
        try (Wire wire = new Wire(port)) {
            String token = "Authorization: Bearer " + rig.identity.token("alice", "customer");
            wire.send(
                    Wire.head("POST /t/upload/drip", token, "Transfer-Encoding: chunked") + "\r\n");
            assertProblem(drip(wire, "1\r\nx\r\n"), 408, "request-timeout");
        }
        assertThat(rig.stub.calls("upload")).isEqualTo(calls + 1);
        Await.until("the upstream is left", () -> rig.stub.abandoned.get() > 0);
    }

    /** Goes on sending a piece until the answer is there. */
    private static Wire.Received drip(Wire wire, String piece) throws IOException {
        AtomicBoolean answered = new AtomicBoolean();
        CompletableFuture<Void> sender =
                CompletableFuture.runAsync(() -> {
                    while (!answered.get()) {
                        try {
                            wire.send(piece);
                        } catch (IOException refused) {
                            return;
                        }
                        LockSupport.parkNanos(20_000_000);
                    }
                });
        try {
            return wire.readAll();
        } finally {
            answered.set(true);
            sender.join();
        }
    }
}
