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
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Composed routes, against parts that are late, broken, too large or not there. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class ComposeTest {
    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void parts_become_members_byte_for_byte() throws IOException {
        Wire.Received answer = get("/t/composed/list/pieces/200");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"main\": [1, 2.50, {\"a\" : null}]\n"
                                + ",\"side\":{\"name\":\"Zo\u00eb\"},"
                                + "\"other\":{\"type\":\"urn:daybook:problem:said-200\"}}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.headers()).doesNotContainKeys("Daybook-Partial", "Retry-After");
    }

    @Test
    void all_parts_are_under_way_at_once() throws IOException {
        assertThat(get("/t/composed/meet/meet/meet").body())
                .isEqualTo("{\"main\":true,\"side\":true,\"other\":true}");
    }

    @Test
    void a_part_gets_token_and_trace_of_the_request_and_nothing_else() throws IOException {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String token = bearer();
        JsonObject seen =
                Wire.exchange(
                                port,
                                "GET /t/composed/echo/echo/200?secret=1",
                                token,
                                "Correlation-Id: c-1",
                                "traceparent: " + trace,
                                "X-Place: 3-14",
                                "If-None-Match: \"1\"",
                                "Range: bytes=0-1",
                                "Accept-Encoding: gzip",
                                "X-Forwarded-For: 6.6.6.6")
                        .json();
        JsonObject main = seen.getJsonObject("main");
        assertThat(main.getString("uri")).isEqualTo("/say/main/echo");
        JsonObject headers = main.getJsonObject("headers");
        assertThat("Authorization: " + headers.getJsonArray("authorization").getString(0))
                .isEqualTo(token);
        assertThat(headers.getJsonArray("correlation-id")).containsExactly("c-1");
        assertThat(headers.getJsonArray("traceparent")).containsExactly(trace);
        assertThat(
                        Integer.parseInt(
                                headers.getJsonArray("x-envoy-expected-rq-timeout-ms")
                                        .getString(0)))
                .isBetween(1, 60_000);
        assertThat(headers.getJsonArray("x-place")).containsExactly("3-14");
        assertThat(headers.getJsonArray("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(headers.fieldNames())
                .doesNotContain("if-none-match", "range", "accept-encoding");
        assertThat(seen.getJsonObject("side").getJsonObject("headers").fieldNames())
                .doesNotContain("x-place");
    }

    @Test
    void a_token_that_the_route_keeps_back_does_not_reach_a_part() throws IOException {
        JsonObject main = get("/t/composed/untold").json().getJsonObject("main");
        assertThat(main.getJsonObject("headers").fieldNames())
                .contains("correlation-id")
                .doesNotContain("authorization");
    }

    @ParameterizedTest
    @CsvSource({
        "hang, upstream-timeout, 504",
        "stall, upstream-timeout, 504",
        "reset, upstream-broke, 502",
        "large, part-unusable, 502",
        "half, part-unusable, 502",
        "two, part-unusable, 502",
        "text, part-unusable, 502",
        "nothing, part-unusable, 502",
        "302, part-unusable, 502",
    })
    void an_optional_part_that_fails_is_null_and_named(String side, String code, int status)
            throws IOException {
        Wire.Received answer = get("/t/composed/200/" + side + "/200");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Daybook-Partial")).isEqualTo("side");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonObject json = answer.json();
        assertThat(json.containsKey("side")).isTrue();
        assertThat(json.getValue("side")).isNull();
        assertThat(json.getJsonObject("main")).isNotNull();
        assertThat(json.getJsonObject("other")).isNotNull();
        JsonObject problem = json.getJsonObject("problems").getJsonObject("side");
        assertThat(problem.getString("type")).isEqualTo("urn:daybook:problem:" + code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).contains("'main'");
    }

    @Test
    void what_a_service_says_about_its_failure_is_passed_on() throws IOException {
        Wire.Received answer = get("/t/composed/200/503/409");
        assertThat(answer.header("Daybook-Partial")).isEqualTo("side, other");
        JsonObject problems = answer.json().getJsonObject("problems");
        assertThat(problems.getJsonObject("side").getString("type")).endsWith("said-503");
        assertThat(problems.getJsonObject("other").getString("type")).endsWith("said-409");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void an_optional_part_that_is_not_there_for_this_caller_is_null_and_no_failure(int status)
            throws IOException {
        Wire.Received answer = get("/t/composed/200/" + status + "/200");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("Daybook-Partial");
        assertThat(answer.json().fieldNames()).containsExactly("main", "side", "other");
        assertThat(answer.json().getValue("side")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 429, 500, 503})
    void without_a_required_part_its_failure_is_the_answer(int status) throws IOException {
        Wire.Received answer = get("/t/composed/" + status + "/200/200");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"urn:daybook:problem:said-" + status + "\"}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(answer.header("Daybook-Part")).isEqualTo("main");
    }

    @Test
    void a_required_part_that_cannot_be_had_is_a_problem_with_its_name() throws IOException {
        Wire.Received broken = get("/t/composed/half/200/200");
        assertProblem(broken, 502, "part-unusable");
        assertThat(broken.header("Daybook-Part")).isEqualTo("main");
        Wire.Received away = get("/t/composed/alone");
        assertProblem(away, 503, "upstream-unreachable");
        assertThat(away.header("Daybook-Part")).isEqualTo("main");
        assertThat(away.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void a_required_part_that_fails_ends_the_others() throws IOException {
        int abandoned = rig.stub.abandoned.get();
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.head("GET /t/composed/404/200/hang", bearer()) + "\r\n");
            assertThat(wire.readAll().status()).isEqualTo(404);
            Await.until("nobody waits any more", () -> rig.stub.abandoned.get() > abandoned);
        }
    }

    @Test
    void a_caller_who_leaves_ends_all_parts() throws IOException {
        int asked = rig.stub.calls("hang");
        int abandoned = rig.stub.abandoned.get();
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.head("GET /t/composed/hang/200/hang", bearer()) + "\r\n");
            Await.until("the parts are asked for", () -> rig.stub.calls("hang") == asked + 2);
        }
        Await.until("both are given up", () -> rig.stub.abandoned.get() == abandoned + 2);
    }

    @Test
    void a_part_goes_through_its_upstreams_breaker() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertThat(get("/t/composed/fragile/503").json().getJsonObject("problems").encode())
                    .contains("said-503");
        }
        int calls = rig.stub.calls("200");
        Wire.Received spared = get("/t/composed/fragile/200");
        assertThat(spared.header("Daybook-Partial")).isEqualTo("side");
        assertThat(spared.json().getJsonObject("problems").encode())
                .contains("upstream-unavailable");
        assertThat(rig.stub.calls("200")).isEqualTo(calls + 1);
    }

    @Test
    void a_callers_deadline_is_that_of_the_parts_too() throws IOException {
        Wire.Received answer =
                Wire.exchange(
                        port,
                        "GET /t/composed/200/200/hang",
                        bearer(),
                        "X-Envoy-Expected-Rq-Timeout-Ms: 300");
        assertThat(answer.header("Daybook-Partial")).isEqualTo("other");
        assertThat(answer.json().getJsonObject("problems").encode()).contains("deadline-exceeded");
    }

    @Test
    void a_request_counts_as_many_as_its_parts() throws IOException {
        String token = bearer("greta");
        assertThat(Wire.exchange(port, "GET /t/composed/seven", token).header("RateLimit"))
                .startsWith("\"seven\";r=4;t=");
        assertThat(Wire.exchange(port, "GET /t/composed/seven", token).header("RateLimit"))
                .startsWith("\"seven\";r=1;t=");
        assertProblem(Wire.exchange(port, "GET /t/composed/seven", token), 429, "rate-limited");
    }

    @Test
    void the_head_alone_can_be_asked_for() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.head("HEAD /t/composed/list/503/200", bearer()) + "\r\n");
            Wire.Received head = wire.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Daybook-Partial")).isEqualTo("side");
            wire.send(Wire.head("GET /t/composed/200/200/200", bearer()) + "\r\n");
            assertThat(wire.readAll().json().fieldNames()).hasSize(3);
        }
    }

    private Wire.Received get(String path) throws IOException {
        return Wire.exchange(port, "GET " + path, bearer());
    }

    private String bearer() {
        return bearer("alice");
    }

    private String bearer(String subject) {
        return "Authorization: Bearer " + rig.identity.token(subject, "customer");
    }
}
