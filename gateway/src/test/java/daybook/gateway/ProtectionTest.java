package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Await;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits, breakers and timeouts, against an upstream that really hangs, resets and fails. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class ProtectionTest {
    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @BeforeEach
    void upstreamIsWell() {
        rig.stub.status.set(200);
    }

    @Test
    void a_subject_over_its_limit_is_refused_and_others_are_not() throws IOException {
        Wire.Received first = get("dora", "/t/few/x");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"few\";q=3;w=60");
        assertThat(first.header("RateLimit")).startsWith("\"few\";r=2;t=");
        assertThat(get("dora", "/t/few/y").header("RateLimit")).startsWith("\"few\";r=1;t=");
        assertThat(get("dora", "/t/few/x").header("RateLimit")).startsWith("\"few\";r=0;t=");
        int calls = rig.stub.calls("few");

        Wire.Received refused = get("dora", "/t/few/x");
        assertProblem(refused, 429, "rate-limited");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 20);
        assertThat(refused.header("RateLimit")).startsWith("\"few\";r=0;t=");
        assertThat(rig.stub.calls("few")).isEqualTo(calls);

        assertThat(get("emil", "/t/few/x").status()).isEqualTo(200);
        Wire.Received operator =
                Wire.exchange(port, "GET /t/few/x", bearer("dora", "customer", "operator"));
        assertThat(operator.status()).isEqualTo(200);
        assertThat(operator.header("RateLimit-Policy")).isEqualTo("\"few-operator\";q=50;w=60");
    }

    @Test
    void a_limit_gives_way_after_a_while() throws IOException {
        assertThat(get("fred", "/t/second/x").status()).isEqualTo(200);
        assertThat(get("fred", "/t/second/x").status()).isEqualTo(429);
        Await.until("the bucket fills", () -> status("fred", "/t/second/x") == 200);
    }

    @Test
    void a_route_without_roles_is_closed_to_everybody() throws IOException {
        assertProblem(
                Wire.exchange(
                        port,
                        "GET /t/closed/x",
                        bearer("olivia", "customer", "operator", "warehouse", "auditor")),
                403,
                "forbidden");
    }

    @Test
    void a_breaker_opens_spares_the_upstream_and_closes_again() throws IOException {
        rig.stub.status.set(503);
        Wire.Received failed = get("alice", "/t/switch/x");
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.body()).isEqualTo("from upstream");
        Await.until(
                "the breaker opens",
                () -> body("/t/switch/x").contains("urn:daybook:problem:upstream-unavailable"));
        int calls = rig.stub.calls("switch");
        Wire.Received spared = get("alice", "/t/switch/x");
        assertProblem(spared, 503, "upstream-unavailable");
        assertThat(spared.header("Retry-After")).isEqualTo("1");
        assertThat(rig.stub.calls("switch")).isEqualTo(calls);
        assertThat(breakerState("breaking")).isEqualTo("2.0");

        rig.stub.status.set(200);
        Await.until("the breaker closes", () -> status("alice", "/t/switch/x") == 200);
        Await.until("it is seen", () -> breakerState("breaking").equals("0.0"));
    }

    @Test
    void a_probe_whose_caller_leaves_neither_closes_the_breaker_nor_blocks_it() throws IOException {
        rig.stub.status.set(503);
        status("alice", "/t/switch/probed");
        status("alice", "/t/switch/probed");
        Await.until("a probe may come", () -> breakerState("probed").equals("1.0"));
        int hanging = rig.stub.calls("hang");
        int abandoned = rig.stub.abandoned.get();
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.head("GET /t/hang/probed", bearer("alice", "customer")) + "\r\n");
            Await.until("the probe is sent", () -> rig.stub.calls("hang") > hanging);
        }
        Await.until("the probe is given up", () -> rig.stub.abandoned.get() > abandoned);
        assertThat(breakerState("probed")).isEqualTo("1.0");
        rig.stub.status.set(200);
        assertThat(status("alice", "/t/switch/probed")).isEqualTo(200);
        Await.until("it is seen", () -> breakerState("probed").equals("0.0"));
    }

    @Test
    void an_upstreams_honest_errors_do_not_open_its_breaker() throws IOException {
        for (int status : new int[] {500, 404, 409, 401, 429, 500, 500, 500}) {
            rig.stub.status.set(status);
            assertThat(status("alice", "/t/switch/steady")).isEqualTo(status);
        }
        assertThat(breakerState("steady")).isEqualTo("0.0");
    }

    @Test
    void a_caller_who_sends_slowly_is_not_taken_for_a_failing_upstream() throws IOException {
        for (int i = 0; i < 6; i++) {
            try (Wire wire = new Wire(port)) {
                wire.send(
                        Wire.head(
                                "POST /t/upload/steady",
                                bearer("alice", "customer"),
                                "Content-Length: 100"));
                wire.send("\r\nten bytes.");
                assertProblem(wire.readAll(), 408, "request-timeout");
            }
        }
        assertThat(breakerState("steady")).isEqualTo("0.0");
    }

    @Test
    void an_upstream_that_does_not_answer_in_time_is_given_up() throws IOException {
        int abandoned = rig.stub.abandoned.get();
        assertProblem(get("alice", "/t/hang/x"), 504, "upstream-timeout");
        Await.until("its connection is closed", () -> rig.stub.abandoned.get() > abandoned);
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head("POST /t/hang/x", bearer("alice", "customer"), "Content-Length: 2"));
            wire.send("Connection: close\r\n\r\nhi");
            assertProblem(wire.readAll(), 504, "upstream-timeout");
        }
    }

    @Test
    void an_upstream_that_breaks_off_is_a_bad_gateway() throws IOException {
        assertProblem(get("alice", "/t/reset/x"), 502, "upstream-broke");
    }

    @Test
    void an_upstream_that_is_not_there_is_unavailable_and_then_spared() throws IOException {
        Wire.Received answer = get("alice", "/t/nobody/x");
        assertProblem(answer, 503, "upstream-unreachable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        Await.until("the breaker opens", () -> breakerState("nobody").equals("2.0") || touch());
        Wire.Received spared = get("alice", "/t/nobody/x");
        assertProblem(spared, 503, "upstream-unavailable");
        assertThat(Integer.parseInt(spared.header("Retry-After"))).isBetween(100, 120);
    }

    @Test
    void more_than_the_connections_and_the_queue_hold_is_refused_at_once() throws IOException {
        int hanging = rig.stub.calls("hang");
        try (Wire first = new Wire(port)) {
            first.send(Wire.head("GET /t/hang/narrow", bearer("alice", "customer")) + "\r\n");
            Await.until("the only connection is in use", () -> rig.stub.calls("hang") > hanging);
            Wire.Received second = get("alice", "/t/hang/narrow");
            assertProblem(second, 503, "upstream-busy");
            assertThat(second.header("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void a_crowd_does_not_open_the_breaker_of_an_upstream_that_is_well() throws IOException {
        int hanging = rig.stub.calls("hang");
        List<Wire> crowd = new ArrayList<>();
        try (Wire first = new Wire(port)) {
            first.send(Wire.head("GET /t/hang/crowded", bearer("alice", "customer")) + "\r\n");
            Await.until("the only connection is in use", () -> rig.stub.calls("hang") > hanging);
            for (int i = 0; i < 8; i++) {
                Wire wire = new Wire(port);
                crowd.add(wire);
                wire.send(
                        Wire.head(
                                        "GET /t/hang/crowded",
                                        bearer("alice", "customer"),
                                        "Connection: close")
                                + "\r\n");
            }
            for (Wire wire : crowd) {
                assertProblem(wire.readAll(), 503, "upstream-busy");
            }
        } finally {
            for (Wire wire : crowd) {
                wire.close();
            }
        }
        assertThat(breakerState("crowded")).isEqualTo("0.0");
        Await.until("there is room again", () -> status("alice", "/t/empty/crowded") == 204);
    }

    @Test
    void a_body_over_the_routes_size_is_refused() throws IOException {
        int calls = rig.stub.calls("small");
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head(
                                    "POST /t/small/x",
                                    bearer("alice", "customer"),
                                    "Content-Length: 1025")
                            + "\r\n");
            assertThat(wire.readHead().status()).isEqualTo(413);
        }
        assertThat(rig.stub.calls("small")).isEqualTo(calls);
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head(
                                    "POST /t/small/x",
                                    bearer("alice", "customer"),
                                    "Transfer-Encoding: chunked")
                            + "\r\n401\r\n"
                            + "x".repeat(1025)
                            + "\r\n");
            Wire.Received answer = wire.readAll();
            assertProblem(answer, 413, "body-too-large");
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    private boolean touch() {
        status("alice", "/t/nobody/x");
        return false;
    }

    private String breakerState(String upstream) {
        return Wire.metrics(port, "daybook_gateway_breaker_state{upstream=\"" + upstream + "\"} ")
                .findFirst()
                .orElseThrow();
    }

    private String body(String path) {
        try {
            return get("alice", path).body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private int status(String subject, String path) {
        try {
            return get(subject, path).status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Wire.Received get(String subject, String path) throws IOException {
        return Wire.exchange(port, "GET " + path, bearer(subject, "customer"));
    }

    private String bearer(String subject, String... roles) {
        return "Authorization: Bearer " + rig.identity.token(subject, roles);
    }
}
