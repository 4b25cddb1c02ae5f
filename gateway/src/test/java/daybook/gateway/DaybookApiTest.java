package daybook.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.IdentityProvider;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Daybook's own routes, with tokens really signed and really checked. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
class DaybookApiTest {
    private static final List<String> ROLES =
            List.of("customer", "operator", "warehouse", "auditor");

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    static Stream<Arguments> routes() {
        return Stream.of(
                Arguments.of("GET", "/api/orders", "customer operator auditor"),
                Arguments.of("POST", "/api/orders", "customer operator"),
                Arguments.of("GET", "/api/orders/o-1", "customer operator auditor"),
                Arguments.of("POST", "/api/orders/o-1/cancellation", "customer operator"),
                Arguments.of("POST", "/api/orders/o-1/returns", "customer operator"),
                Arguments.of("GET", "/api/stock", "customer operator warehouse auditor"),
                Arguments.of(
                        "GET", "/api/stock/BANK%20CHARGES", "customer operator warehouse auditor"),
                Arguments.of("POST", "/api/stock/85123A/receipts", "warehouse"),
                Arguments.of("POST", "/api/stock/85123A/adjustments", "warehouse"),
                Arguments.of("GET", "/api/payments/o-1", "customer operator auditor"),
                Arguments.of("GET", "/api/shipments/o-1", "customer operator warehouse auditor"),
                Arguments.of("POST", "/api/shipments/o-1/dispatch", "warehouse"),
                Arguments.of("POST", "/api/customers/alice/erasure", "operator"),
                Arguments.of("GET", "/api/customers/alice/erasure", "operator auditor"),
                Arguments.of("GET", "/api/history/order/o-1", "operator auditor"),
                Arguments.of("GET", "/api/history/payment/o-1/events", "operator auditor"),
                Arguments.of("GET", "/api/history/inventory/S/changes", "operator auditor"),
                Arguments.of("GET", "/api/parked/order", "operator auditor"),
                Arguments.of("GET", "/api/parked/inventory/A", "operator auditor"),
                Arguments.of("GET", "/api/parked/payment/o-1/dry-run", "operator auditor"),
                Arguments.of("POST", "/api/parked/shipping/o-1/redrive", "operator"),
                Arguments.of("POST", "/api/parked/order/o-1/discard", "operator"),
                Arguments.of("GET", "/api/projections/order", "operator"),
                Arguments.of("POST", "/api/projections/shipping", "operator"),
                Arguments.of("DELETE", "/api/projections/payment/2", "operator"),
                Arguments.of("POST", "/api/projections/inventory/2/switch", "operator"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_route_wants_a_token_with_one_of_its_roles(String method, String path, String roles)
            throws IOException {
        Wire.Received anonymous = send(method, path);
        assertProblem(anonymous, 401, "unauthenticated");
        assertThat(anonymous.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"daybook\"");

        Set<String> allowed = new TreeSet<>();
        for (String role : ROLES) {
            Wire.Received answer =
                    send(method, path, bearer(rig.identity.token("s-" + role, role)));
            if (answer.status() == 200) {
                allowed.add(role);
                assertThat(answer.json().getString("uri"))
                        .isEqualTo(path.substring("/api".length()));
                assertThat(answer.json().getString("method")).isEqualTo(method);
            } else {
                assertProblem(answer, 403, "forbidden");
            }
        }
        assertThat(allowed).containsExactlyInAnyOrder(roles.split(" "));
    }

    @Test
    void an_orders_overview_is_put_together_for_those_who_may_see_its_parts() throws IOException {
        String path = "/api/orders/o-1/overview";
        assertProblem(send("GET", path), 401, "unauthenticated");
        assertProblem(
                send("GET", path, bearer(rig.identity.token("walter", "warehouse"))),
                403,
                "forbidden");
        for (String role : List.of("customer", "operator", "auditor")) {
            Wire.Received answer = send("GET", path, bearer(rig.identity.token("s-" + role, role)));
            assertThat(answer.status()).isEqualTo(200);
            JsonObject json = answer.json();
            assertThat(json.getJsonObject("order").getString("uri")).isEqualTo("/orders/o-1");
            assertThat(json.getJsonObject("payment").getString("uri")).isEqualTo("/payments/o-1");
            assertThat(json.getJsonObject("shipment").getString("uri")).isEqualTo("/shipments/o-1");
        }
    }

    @Test
    void the_service_gets_the_callers_token_to_check_it_again() throws IOException {
        String token = rig.identity.token("alice", "customer");
        JsonObject seen = send("GET", "/api/orders", bearer(token)).json();
        assertThat(seen.getJsonObject("headers").getJsonArray("authorization"))
                .containsExactly("Bearer " + token);
    }

    @Test
    void a_token_that_another_key_signed_is_refused() throws IOException {
        assertRefused(signed(IdentityProvider.newKey("known"), claims -> {}));
        assertRefused(signed(IdentityProvider.newKey("unknown"), claims -> {}));
    }

    @Test
    void a_token_for_somebody_else_is_refused() throws IOException {
        assertRefused(signed(claims -> claims.setAudience("account")));
        assertRefused(signed(claims -> claims.unsetClaim("aud")));
    }

    @Test
    void a_token_of_another_issuer_is_refused() throws IOException {
        assertRefused(signed(claims -> claims.setIssuer("http://elsewhere/realms/daybook")));
    }

    @Test
    void an_expired_token_is_refused() throws IOException {
        assertRefused(
                signed(claims ->
                        claims.setExpirationTime(
                                NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 60))));
    }

    @Test
    void a_token_without_subject_is_refused() throws IOException {
        assertRefused(signed(claims -> claims.unsetClaim("sub")));
    }

    @Test
    void an_id_token_is_no_access_token() throws IOException {
        assertRefused(signed(claims -> claims.setClaim("typ", "ID")));
    }

    @Test
    void a_token_without_signature_is_refused() throws IOException, JoseException {
        JsonWebSignature none = new JsonWebSignature();
        none.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        none.setAlgorithmHeaderValue("none");
        none.setPayload(rig.identity.claims("mallory", List.of("operator")).toJson());
        assertRefused(none.getCompactSerialization());
    }

    @Test
    void a_token_signed_with_the_public_key_as_secret_is_refused()
            throws IOException, JoseException {
        JsonWebSignature confused = new JsonWebSignature();
        confused.setAlgorithmHeaderValue("HS256");
        confused.setKeyIdHeaderValue("known");
        confused.setKey(new HmacKey(rig.identity.key().getPublicKey().getEncoded()));
        confused.setPayload(rig.identity.claims("mallory", List.of("operator")).toJson());
        assertRefused(confused.getCompactSerialization());
    }

    @Test
    void a_token_whose_roles_were_changed_is_refused() throws IOException {
        String[] parts = rig.identity.token("mallory", "auditor").split("\\.");
        byte[] claims =
                rig.identity
                        .claims("mallory", List.of("operator"))
                        .toJson()
                        .getBytes(StandardCharsets.UTF_8);
        parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(claims);
        assertRefused(String.join(".", parts));
    }

    @Test
    void rubbish_is_refused() throws IOException {
        assertRefused("rubbish");
        assertRefused("a.b.c");
        assertProblem(
                send("GET", "/api/orders", "Authorization: Basic YWxpY2U6YWxpY2U="),
                401,
                "unauthenticated");
    }

    @Test
    void two_tokens_are_refused() throws IOException {
        String token = bearer(rig.identity.token("alice", "customer"));
        assertProblem(send("GET", "/api/orders", token, token), 400, "bad-authorization");
    }

    @Test
    void what_no_route_names_does_not_exist() throws IOException {
        String token = bearer(rig.identity.token("olivia", "operator"));
        assertProblem(send("GET", "/api/nothing", token), 404, "no-route");
        assertProblem(send("GET", "/orders", token), 404, "no-route");
        assertProblem(send("GET", "/api/orders/", token), 404, "no-route");
        assertProblem(send("GET", "/q/info", token), 404, "no-route");
        assertProblem(send("GET", "/", token), 404, "no-route");
        Wire.Received other = send("DELETE", "/api/orders", token);
        assertProblem(other, 405, "method-not-allowed");
        assertThat(other.header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void health_and_metrics_are_the_gateways_own() throws IOException {
        send("GET", "/api/orders/secret-id", bearer(rig.identity.token("alice", "customer")));
        assertThat(send("GET", "/q/health/ready").json().getString("status")).isEqualTo("UP");
        assertThat(send("GET", "/q/health/live").status()).isEqualTo(200);
        String metrics = send("GET", "/q/metrics").body();
        assertThat(metrics)
                .contains("daybook_gateway_breaker_state{upstream=\"order\"}")
                .containsPattern(
                        "daybook_gateway_requests_seconds_count\\{.*route=\"/api/orders/\\{id}\".*upstream=\"order\".*}")
                .contains("daybook_gateway_in_flight")
                .doesNotContain("secret-id");
    }

    private String signed(Consumer<JwtClaims> change) {
        return signed(rig.identity.key(), change);
    }

    private String signed(org.jose4j.jwk.RsaJsonWebKey key, Consumer<JwtClaims> change) {
        return rig.identity.token(key, "mallory", List.of("operator"), change);
    }

    private void assertRefused(String token) throws IOException {
        int before = rig.stub.calls("orders");
        Wire.Received answer = send("GET", "/api/orders", bearer(token));
        assertProblem(answer, 401, "invalid-token");
        assertThat(answer.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"daybook\", error=\"invalid_token\"");
        assertThat(rig.stub.calls("orders")).isEqualTo(before);
    }

    static void assertProblem(Wire.Received answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Correlation-Id")).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        JsonObject problem = answer.json();
        assertThat(problem.getString("type")).isEqualTo("urn:daybook:problem:" + code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
    }

    private Wire.Received send(String method, String path, String... headers) throws IOException {
        return Wire.exchange(port, method + " " + path, headers);
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
