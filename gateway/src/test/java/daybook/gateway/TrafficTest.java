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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A route's callers shared among upstreams, and copies of its requests. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class TrafficTest {
    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void a_caller_is_answered_by_one_upstream_and_each_has_its_metrics() throws IOException {
        double main = requests("main");
        double copies = requests("copies");
        int callers = 20;
        int atSecond = 0;
        for (int i = 0; i < callers; i++) {
            int before = rig.second.calls("echo");
            for (int call = 0; call < 3; call++) {
                assertThat(get("caller-" + i, "/t/echo/split/x").status()).isEqualTo(200);
            }
            int calls = rig.second.calls("echo") - before;
            assertThat(calls).as("of caller %d", i).isIn(0, 3);
            atSecond += calls / 3;
        }
        int expected = atSecond;
        assertThat(expected).isBetween(1, callers - 1);
        Await.until("all are counted", () -> requests("copies") - copies == 3 * expected);
        assertThat(requests("main") - main).isEqualTo(3 * (callers - expected));
    }

    @Test
    void a_copy_is_what_the_upstream_got_and_is_marked() throws IOException {
        double before = mirrored("copies", "answered");
        JsonObject seen = get("alice", "/t/echo/mirrored/x?a=1", "X-Mirrored: true").json();
        Await.until("the copy is answered", () -> mirrored("copies", "answered") == before + 1);
        assertThat(seen.getJsonObject("headers").containsKey("x-mirrored")).isFalse();
        assertCopy(seen);
    }

    @Test
    void a_small_body_is_copied_and_a_large_one_is_not() throws IOException {
        double before = mirrored("copies", "answered");
        JsonObject seen = post("/t/echo/mirrored/x", 65_536).json();
        assertThat(seen.getLong("bytes")).isEqualTo(65_536);
        Await.until("the copy is answered", () -> mirrored("copies", "answered") == before + 1);
        assertCopy(seen);

        double large = mirrored("copies", "too-large");
        int calls = rig.second.calls("echo");
        assertThat(post("/t/echo/mirrored/x", 65_537).json().getLong("bytes")).isEqualTo(65_537);
        Await.until("it is too large", () -> mirrored("copies", "too-large") == large + 1);
        assertThat(rig.second.calls("echo")).isEqualTo(calls);
    }

    @Test
    void a_caller_does_not_notice_a_mirror_that_is_away() throws IOException {
        double before = mirrored("dead", "failed");
        assertThat(post("/t/echo/dead/x", 10).status()).isEqualTo(200);
        Await.until("the copy fails", () -> mirrored("dead", "failed") == before + 1);
    }

    @Test
    void copies_beyond_what_may_be_under_way_are_left_out_until_others_end() throws IOException {
        for (int round = 0; round < 2; round++) {
            double leftOut = mirrored("copies", "left-out");
            double failed = mirrored("copies", "failed");
            int copied = rig.second.calls("drip");
            for (int i = 0; i < 66; i++) {
                try (Wire wire = new Wire(port)) {
                    wire.send(Wire.head("GET /t/drip/mirrored", bearer("alice")) + "\r\n");
                    wire.readUntil("first");
                }
            }
            Await.until("the others wait", () -> rig.second.calls("drip") == copied + 64);
            assertThat(mirrored("copies", "left-out")).isEqualTo(leftOut + 2);
            rig.stopSecond();
            Await.until("they fail", () -> mirrored("copies", "failed") == failed + 64);
            rig.startSecond();
        }
    }

    private void assertCopy(JsonObject seen) {
        JsonObject copy = rig.second.echoed.copy();
        assertThat(copy.getJsonObject("headers").remove("x-mirrored").toString())
                .isEqualTo("[\"true\"]");
        // Another address, and less time left of the same.
        for (String own : List.of("host", "x-envoy-expected-rq-timeout-ms")) {
            assertThat(copy.getJsonObject("headers").remove(own)).isNotNull();
            seen.getJsonObject("headers").remove(own);
        }
        assertThat(copy).isEqualTo(seen);
    }

    private double requests(String upstream) {
        return sum(
                "daybook_gateway_requests_seconds_count{method=\"GET\",route=\"/t/echo/split/{x}\","
                        + "status=\"200\",upstream=\""
                        + upstream
                        + "\"} ");
    }

    private double mirrored(String upstream, String outcome) {
        return sum(
                "daybook_gateway_mirrored_total{outcome=\"%s\",upstream=\"%s\"} "
                        .formatted(outcome, upstream));
    }

    private double sum(String start) {
        return Wire.metrics(port, start).mapToDouble(Double::parseDouble).sum();
    }

    private Wire.Received post(String path, int bytes) throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head("POST " + path, bearer("alice"), "Content-Length: " + bytes)
                            + "Connection: close\r\n\r\n"
                            + "x".repeat(bytes));
            return wire.readAll();
        }
    }

    private Wire.Received get(String subject, String path, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        all[0] = bearer(subject);
        System.arraycopy(headers, 0, all, 1, headers.length);
        return Wire.exchange(port, "GET " + path, all);
    }

    private String bearer(String subject) {
        return "Authorization: Bearer " + rig.identity.token(subject, "customer");
    }
}
