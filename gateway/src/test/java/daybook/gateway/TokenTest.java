package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Await;
import daybook.gateway.testing.IdentityProvider;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forged tokens (CWE-345, CWE-347; RFC 8725), and what a good one must say besides. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TokenTest.SoonForgotten.class)
class TokenTest {
    private static final long REFRESH_MILLIS = 2_000;

    public static final class SoonForgotten implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "daybook.gateway.routes", "target/test-classes/test-routes.yaml",
                    "quarkus.oidc.token.forced-jwk-refresh-interval", "2S");
        }
    }

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nOnE", ""})
    void no_signature_is_no_token(String algorithm) throws Exception {
        assertRefused(
                forged(
                                jws -> {
                                    jws.setAlgorithmConstraints(
                                            AlgorithmConstraints.NO_CONSTRAINTS);
                                    jws.setAlgorithmHeaderValue("none");
                                    jws.setKey(null);
                                })
                        .replaceFirst("^[^.]*", header("{\"alg\":\"" + algorithm + "\"}")));
    }

    @Test
    void a_signature_that_was_cut_off_is_no_signature() throws Exception {
        String token = rig.identity.token("mallory", "customer");
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
        assertRefused(token.substring(0, token.lastIndexOf('.')));
    }

    @Test
    void a_public_key_is_no_secret() throws Exception {
        assertRefused(
                forged(jws -> {
                    jws.setAlgorithmHeaderValue("HS256");
                    jws.setKey(new HmacKey(rig.identity.key().getPublicKey().getEncoded()));
                }));
    }

    @Test
    void a_key_that_the_token_brings_along_is_not_trusted() throws Exception {
        RsaJsonWebKey own = IdentityProvider.newKey("known");
        int fetches = rig.identity.fetches.get();
        assertRefused(forged(own, jws -> jws.getHeaders().setJwkHeaderValue("jwk", own)));
        assertRefused(forged(own, jws -> jws.setHeader("jku", rig.stub.url() + "/keys")));
        assertRefused(forged(own, jws -> jws.setHeader("x5u", rig.stub.url() + "/keys")));
        assertRefused(
                forged(
                        own,
                        jws -> {
                            jws.setHeader("jku", rig.stub.url() + "/keys");
                            jws.getHeaders().setObjectHeaderValue("kid", null);
                        }));
        assertThat(rig.stub.calls("keys")).isZero();
        assertThat(rig.identity.fetches.get()).isLessThanOrEqualTo(fetches + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "known' OR '1'='1",
                "known\u0000",
                "|id",
                "file:///etc/passwd"
            })
    void a_key_id_is_only_a_name(String kid) throws Exception {
        assertRefused(forged(IdentityProvider.newKey("x"), jws -> jws.setKeyIdHeaderValue(kid)));
    }

    @Test
    void a_critical_header_that_nobody_knows_is_a_refusal() throws Exception {
        assertRefused(
                forged(jws -> {
                    jws.getHeaders().setObjectHeaderValue("crit", List.of("exotic"));
                    jws.setHeader("exotic", "1");
                }));
    }

    @Test
    void a_token_is_for_its_time_its_audience_and_its_use_only() throws Exception {
        long now = NumericDate.now().getValue();
        assertRefused(token(c -> c.setExpirationTime(NumericDate.fromSeconds(now - 60))));
        assertRefused(token(c -> c.unsetClaim("exp")));
        assertRefused(token(c -> c.setNotBefore(NumericDate.fromSeconds(now + 600))));
        assertRefused(token(c -> c.setIssuer(rig.identity.issuer() + "/")));
        assertRefused(token(c -> c.unsetClaim("iss")));
        assertRefused(token(c -> c.setAudience("daybook2")));
        assertRefused(token(c -> c.setClaim("typ", "Refresh")));
        assertRefused(token(c -> c.setClaim("typ", "ID")));
        assertThat(get("echo/a", token(c -> {})).status()).isEqualTo(200);
    }

    @Test
    void what_is_far_too_large_or_no_token_at_all_is_refused() throws Exception {
        assertProblem(get("echo/a", "a".repeat(20_000)), 431, "headers-too-large");
        assertRefused(".".repeat(5_000));
        assertRefused("a.b.c.d.e");
        assertRefused("e30.e30.e30");
        assertRefused("eyJhbGciOiJSUzI1NiJ9..");
        assertRefused("opaque-token");
    }

    @Test
    void made_up_key_ids_cause_no_storm_of_fetches() throws Exception {
        long start = System.nanoTime();
        int fetches = rig.identity.fetches.get();
        RsaJsonWebKey own = IdentityProvider.newKey("x");
        for (int i = 0; i < 50; i++) {
            String kid = "made-up-" + i;
            assertRefused(forged(own, jws -> jws.setKeyIdHeaderValue(kid)));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(rig.identity.fetches.get() - fetches)
                .isLessThanOrEqualTo(1 + (int) (millis / REFRESH_MILLIS));
    }

    @Test
    void a_new_key_is_learnt_and_the_old_one_forgotten() throws Exception {
        String before = token(c -> {});
        assertThat(get("echo/a", before).status()).isEqualTo(200);
        RsaJsonWebKey old = rig.identity.key();
        rig.identity.rotate(IdentityProvider.newKey("newer"));
        try {
            String after = token(c -> {});
            Await.until("the new key is known", () -> status(after) == 200);
            assertRefused(before);
        } finally {
            rig.identity.rotate(old);
            Await.until("the old key is back", () -> status(before) == 200);
        }
    }

    @Test
    void a_route_may_ask_for_scopes_all_of_them() throws Exception {
        Wire.Received refused =
                get("echo/scoped/x", token(c -> c.setClaim("scope", "orders stocks")));
        assertProblem(refused, 403, "insufficient-scope");
        assertThat(refused.header("WWW-Authenticate")).contains("scope=\"orders stock\"");
        assertProblem(get("echo/scoped/x", token(c -> {})), 403, "insufficient-scope");
        assertThat(get("echo/scoped/x", token(c -> c.setClaim("scope", "stock x orders"))).status())
                .isEqualTo(200);
    }

    @Test
    void a_route_may_ask_for_claims_exactly() throws Exception {
        Consumer<JwtClaims> north = c -> c.setClaim("tenant", "north");
        assertProblem(get("echo/claimed/x", token(north)), 403, "forbidden");
        assertProblem(
                get("echo/claimed/x", token(north.andThen(c -> c.setClaim("level", 30)))),
                403,
                "forbidden");
        assertThat(
                        get("echo/claimed/x", token(north.andThen(c -> c.setClaim("level", 3))))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void a_route_may_keep_the_token_from_its_upstream() throws Exception {
        Wire.Received answer = get("echo/untold/x", token(c -> {}));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonObject("headers").fieldNames())
                .doesNotContain("authorization");
    }

    private String token(Consumer<JwtClaims> change) {
        return rig.identity.token(rig.identity.key(), "alice", List.of("customer"), change);
    }

    private String forged(Consumer<JsonWebSignature> change) throws JoseException {
        return forged(rig.identity.key(), change);
    }

    private String forged(RsaJsonWebKey signer, Consumer<JsonWebSignature> change)
            throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(rig.identity.claims("mallory", List.of("customer")).toJson());
        jws.setKey(signer.getPrivateKey());
        jws.setKeyIdHeaderValue("known");
        jws.setAlgorithmHeaderValue("RS256");
        change.accept(jws);
        return jws.getCompactSerialization();
    }

    private static String header(String json) {
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private void assertRefused(String token) throws IOException {
        int before = rig.stub.calls("echo");
        assertProblem(get("echo/a", token), 401, "invalid-token");
        assertThat(rig.stub.calls("echo")).isEqualTo(before);
    }

    private int status(String token) {
        try {
            return get("echo/a", token).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Wire.Received get(String path, String token) throws IOException {
        return Wire.exchange(port, "GET /t/" + path, "Authorization: Bearer " + token);
    }
}
