package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators see of breakers and do to them, at the gateway itself. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class OperateTest {
    private static final String ACT = "/gateway/upstreams/operated/breaker";

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @BeforeEach
    @AfterEach
    void breakerIsAsNew() throws IOException {
        rig.stub.status.set(200);
        act("automatic", "a test is over");
    }

    @Test
    void an_upstream_that_is_held_open_gets_nothing_until_it_is_let_go() throws IOException {
        int calls = rig.stub.calls("switch");
        Wire.Received done = act("open", "its disk is exchanged");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.json().getJsonObject("breaker").getString("state")).isEqualTo("open");

        Wire.Received refused = get("/t/switch/operated");
        assertProblem(refused, 503, "upstream-unavailable");
        assertThat(refused.body()).contains("by an operator").doesNotContain("disk");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(rig.stub.calls("switch")).isEqualTo(calls);
        assertThat(figure("breaker_state")).isEqualTo("2.0");
        assertThat(figure("breaker_held")).isEqualTo("1.0");

        act("automatic", "it is back");
        assertThat(get("/t/switch/operated").status()).isEqualTo(200);
        assertThat(figure("breaker_held")).isEqualTo("0.0");
    }

    @Test
    void an_upstream_that_is_held_closed_gets_everything_however_it_fails() throws IOException {
        act("closed", "its failures are known and harmless");
        rig.stub.status.set(503);
        for (int i = 0; i < 6; i++) {
            assertThat(get("/t/switch/operated").body()).isEqualTo("from upstream");
        }
        assertThat(figure("breaker_state")).isEqualTo("0.0");
    }

    @Test
    void going_back_to_automatic_closes_an_open_breaker_and_forgets_what_it_saw()
            throws IOException {
        open();
        rig.stub.status.set(200);
        act("automatic", "mended");
        assertThat(get("/t/switch/operated").status()).isEqualTo(200);
        rig.stub.status.set(503);
        for (int i = 0; i < 3; i++) {
            assertThat(get("/t/switch/operated").body()).isEqualTo("from upstream");
        }
    }

    @Test
    void operators_see_the_state_and_who_did_what_why() throws IOException {
        open();
        assertThat(seen().getJsonObject("breaker").getMap())
                .containsEntry("state", "open")
                .containsEntry("automatic", true);
        act("closed", "we watch it");
        JsonObject breaker = seen().getJsonObject("breaker");
        assertThat(breaker.getString("state")).isEqualTo("closed");
        assertThat(breaker.getBoolean("automatic")).isFalse();
        assertThat(breaker.getJsonObject("lastAct").getMap())
                .containsEntry("state", "closed")
                .containsEntry("who", "oskar")
                .containsEntry("why", "we watch it");
        assertThat(seen().getInteger("connections")).isEqualTo(100);
    }

    @Test
    void an_act_is_counted_and_logged_with_who_and_why_on_one_line() throws IOException {
        double before = acts();
        List<String> lines = new ArrayList<>();
        Handler handler = new Lines(lines);
        Logger log = Logger.getLogger("daybook.gateway.acts");
        log.addHandler(handler);
        try {
            act("open", "first\\nsecond");
        } finally {
            log.removeHandler(handler);
        }
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).doesNotContain("\n");
        assertThat(new JsonObject(lines.getFirst()).getMap())
                .containsEntry("upstream", "operated")
                .containsEntry("breaker", "open")
                .containsEntry("who", "oskar")
                .containsEntry("why", "first\nsecond");
        assertThat(acts()).isEqualTo(before + 1);
    }

    @Test
    void only_operators_may_and_only_with_a_token() throws IOException {
        assertProblem(Wire.exchange(port, "GET /gateway/upstreams"), 401, "unauthenticated");
        assertProblem(
                Wire.exchange(port, "GET /gateway/upstreams", bearer("anna", "customer")),
                403,
                "forbidden");
        String body = "{\"state\":\"open\",\"why\":\"I can\"}";
        assertProblem(
                post(ACT, body, bearer("anna", "customer", "warehouse", "auditor")),
                403,
                "forbidden");
        assertProblem(post(ACT, body, "X-Role: operator"), 401, "unauthenticated");
        assertThat(seen().getJsonObject("breaker").getString("state")).isEqualTo("closed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"state":"open"}            | why must say
                    {"state":"open","why":" "}  | why must say
                    {"state":"open","why":1}    | why must say
                    {"state":"ajar","why":"x"}  | state must be open, closed or automatic
                    {"why":"x"}                 | state must be open, closed or automatic
                    ["open"]                    | no JSON object
                    {                           | no JSON object
                    """)
    void an_act_that_is_not_whole_changes_nothing(String body, String remedy) throws IOException {
        Wire.Received refused = post(ACT, body, operator());
        assertProblem(refused, 400, "bad-request");
        assertThat(refused.body()).contains(remedy);
        assertThat(seen().getJsonObject("breaker").getBoolean("automatic")).isTrue();
    }

    @Test
    void what_is_not_there_is_said() throws IOException {
        assertProblem(
                post("/gateway/upstreams/noone/breaker", "{}", operator()), 404, "no-upstream");
        assertProblem(Wire.exchange(port, "GET /gateway/other", operator()), 404, "no-route");
        Wire.Received other = Wire.exchange(port, "GET " + ACT, operator());
        assertProblem(other, 405, "method-not-allowed");
        assertThat(other.header("Allow")).isEqualTo("POST");
        assertProblem(post(ACT, "x".repeat(4097), operator()), 413, "body-too-large");
        assertProblem(
                Wire.exchange(
                        port,
                        "POST " + ACT,
                        operator(),
                        "Content-Type: text/plain",
                        "Content-Length: 0"),
                415,
                "not-json");
    }

    /** As seen from outside: through calls that fail. */
    private void open() throws IOException {
        rig.stub.status.set(503);
        for (int i = 0; i < 4; i++) {
            assertThat(get("/t/switch/operated").body()).isEqualTo("from upstream");
        }
        assertProblem(get("/t/switch/operated"), 503, "upstream-unavailable");
    }

    private JsonObject seen() throws IOException {
        Wire.Received answer = Wire.exchange(port, "GET /gateway/upstreams", operator());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        return answer.json().getJsonArray("upstreams").stream()
                .map(JsonObject.class::cast)
                .filter(upstream -> upstream.getString("name").equals("operated"))
                .findFirst()
                .orElseThrow();
    }

    private Wire.Received act(String state, String why) throws IOException {
        return post(ACT, "{\"state\":\"%s\",\"why\":\"%s\"}".formatted(state, why), operator());
    }

    private Wire.Received post(String path, String body, String credentials) throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head(
                                    "POST " + path,
                                    credentials,
                                    "Content-Type: application/json",
                                    "Content-Length: " + body.length(),
                                    "Connection: close")
                            + "\r\n"
                            + body);
            return wire.readAll();
        }
    }

    private Wire.Received get(String path) throws IOException {
        return Wire.exchange(port, "GET " + path, bearer("alice", "customer"));
    }

    private String figure(String name) throws IOException {
        return metric("daybook_gateway_" + name + "{upstream=\"operated\"} ");
    }

    private double acts() throws IOException {
        return Double.parseDouble(
                metric(
                        "daybook_gateway_breaker_acts_total{state=\"open\",upstream=\"operated\"} "));
    }

    private String metric(String name) {
        return Wire.metrics(port, name).findFirst().orElse("0");
    }

    private String operator() {
        return bearer("oskar", "operator");
    }

    private String bearer(String subject, String... roles) {
        return "Authorization: Bearer " + rig.identity.token(subject, roles);
    }

    private static final class Lines extends Handler {
        private final List<String> lines;

        Lines(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
