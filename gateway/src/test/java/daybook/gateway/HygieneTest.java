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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway lets in, passes on and gives back. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class HygieneTest {
    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/t/echo/a;b",
                "/t/echo/a%3Bb",
                "/t/echo/a%2fb",
                "/t/echo/a%2Fb",
                "/t/echo/a%5cb",
                "/t//echo/a",
                "//t/echo/a",
                "/t/echo/./a",
                "/t/echo/../echo/a",
                "/t/echo/%2e%2e/a",
                "/t/echo/.%2E/a",
                "/t/echo/..",
                "/t/echo/a%00",
                "/t/echo/a%0d%0a",
                "/t/echo/a%7f",
                "/t/echo/a%252e",
                "/t/echo/%c0%af",
                "/t/echo/%ff",
                "/t/echo/a?q=#x",
                "/q/health/../../t/echo/a",
                "/q/../t/echo/a",
                "http://elsewhere/t/echo/a",
                "*"
            })
    void a_path_with_two_readings_is_refused(String path) throws IOException {
        int before = rig.stub.calls("echo");
        assertProblem(get(path), 400, "bad-path");
        assertThat(rig.stub.calls("echo")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/t/echo/a\\b", "/t/echo/a%", "/t/echo/a%2", "/t/echo/a%zz", "/t/echo/a<b"})
    void a_target_that_is_no_uri_does_not_even_reach_the_chain(String path) throws IOException {
        int before = rig.stub.calls("echo");
        assertThat(get(path).status()).isEqualTo(400);
        assertThat(rig.stub.calls("echo")).isEqualTo(before);
    }

    @Test
    void upstream_sees_the_one_spelling_that_was_matched() throws IOException {
        assertThat(get("/%74/%65cho/a%7eb%c3%a4%20c?q=%2F;x=1").json().getString("uri"))
                .isEqualTo("/echo/a~b%C3%A4%20c?q=%2F;x=1");
    }

    @Test
    void two_hosts_or_none_are_refused() throws IOException {
        assertProblem(get("/t/echo/a", "Host: other"), 400, "bad-host");
    }

    @Test
    void headers_of_one_hop_and_claims_from_outside_are_dropped() throws IOException {
        JsonObject seen =
                headers(
                        get(
                                "/t/echo/a",
                                "Connection: X-Drop-Me, keep-alive",
                                "X-Drop-Me: 1",
                                "Keep-Alive: 1",
                                "TE: trailers",
                                "Upgrade: websocket",
                                "Proxy-Authorization: x",
                                "X-Forwarded-For: 1.2.3.4",
                                "X-Forwarded-Host: evil",
                                "X-Forwarded-User: root",
                                "X_Forwarded_For: 1.2.3.4",
                                "Forwarded: for=1.2.3.4",
                                "X-Real-IP: 1.2.3.4",
                                "X-Tenant-Id: other",
                                "X-User-Id: root",
                                "Remote-User: root",
                                "X-Original-URL: /admin",
                                "X-HTTP-Method-Override: DELETE",
                                "X-Keep: kept",
                                "Idempotency-Key: k",
                                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        assertThat(seen.fieldNames())
                .containsExactlyInAnyOrder(
                        "host",
                        "authorization",
                        "correlation-id",
                        "idempotency-key",
                        "traceparent",
                        "x-keep",
                        "x-envoy-expected-rq-timeout-ms",
                        "x-forwarded-for",
                        "x-forwarded-proto",
                        "x-forwarded-host",
                        "x-forwarded-prefix");
        assertThat(seen.getJsonArray("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.getJsonArray("x-forwarded-proto")).containsExactly("http");
        assertThat(seen.getJsonArray("x-forwarded-host")).containsExactly("gateway");
        assertThat(seen.getJsonArray("x-forwarded-prefix")).containsExactly("/t");
        assertThat(seen.getJsonArray("host")).containsExactly(rig.stub.url().substring(7));
        assertThat(seen.getJsonArray("traceparent"))
                .containsExactly("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @Test
    void a_legal_correlation_id_goes_all_the_way() throws IOException {
        Wire.Received answer = get("/t/echo/a", "Correlation-Id: import-7.A_b");
        assertThat(answer.header("Correlation-Id")).isEqualTo("import-7.A_b");
        assertThat(headers(answer).getJsonArray("correlation-id")).containsExactly("import-7.A_b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"}", "ü"})
    void an_illegal_correlation_id_is_replaced(String id) throws IOException {
        Wire.Received answer = get("/t/echo/a", "Correlation-Id: " + id);
        assertThat(answer.header("Correlation-Id")).matches("[0-9a-f]{32}");
        assertThat(headers(answer).getJsonArray("correlation-id"))
                .containsExactly(answer.header("Correlation-Id"));
    }

    @Test
    void the_answer_does_not_tell_who_gave_it() throws IOException {
        Wire.Received answer = get("/t/moved/x?to=/echo/1");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).doesNotContainKeys("Server", "X-Hop", "X-Powered-By");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("frame-ancestors 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.headers()).doesNotContainKey("Strict-Transport-Security");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void a_location_leads_back_through_the_gateway() throws IOException {
        assertThat(location("/orders/1")).isEqualTo("/t/orders/1");
        assertThat(location(rig.stub.url() + "/orders/1")).isEqualTo("/t/orders/1");
        assertThat(location("https://elsewhere/x")).isEqualTo("https://elsewhere/x");
    }

    @Test
    void methods_bodies_and_statuses_pass() throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(
                    Wire.head(
                            "PUT /t/echo/a?x=1",
                            bearer(),
                            "Content-Length: 5",
                            "Connection: close"));
            wire.send("\r\nhello");
            JsonObject seen = wire.readAll().json();
            assertThat(seen.getString("method")).isEqualTo("PUT");
            assertThat(seen.getString("uri")).isEqualTo("/echo/a?x=1");
            assertThat(seen.getLong("bytes")).isEqualTo(5);
        }
        Wire.Received empty = get("/t/empty/x");
        assertThat(empty.status()).isEqualTo(204);
        assertThat(empty.headers()).doesNotContainKeys("Transfer-Encoding");
        Wire.Received head = Wire.exchange(port, "HEAD /t/echo/a", bearer());
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void a_connection_is_used_again_after_an_answer_and_after_a_refusal() throws IOException {
        try (Wire wire = new Wire(port)) {
            for (int i = 0; i < 3; i++) {
                wire.send(Wire.head("POST /t/echo/a", bearer(), "Content-Length: 2") + "\r\nhi");
                assertThat(body(wire)).contains("\"bytes\":2");
                wire.send(Wire.head("POST /t/echo/a", "Content-Length: 2") + "\r\nhi");
                assertThat(body(wire)).contains("unauthenticated");
            }
        }
    }

    private static String body(Wire wire) throws IOException {
        int length = Integer.parseInt(wire.readHead().header("Content-Length"));
        return new String(wire.in().readNBytes(length), java.nio.charset.StandardCharsets.UTF_8);
    }

    private String location(String to) throws IOException {
        return get("/t/moved/x?to=" + to).header("Location");
    }

    private static JsonObject headers(Wire.Received answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().getJsonObject("headers");
    }

    private Wire.Received get(String path, String... more) throws IOException {
        String[] headers = new String[more.length + 1];
        headers[0] = bearer();
        System.arraycopy(more, 0, headers, 1, more.length);
        return Wire.exchange(port, "GET " + path, headers);
    }

    private String bearer() {
        return "Authorization: Bearer " + rig.identity.token("alice", "customer");
    }
}
