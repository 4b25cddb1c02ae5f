package daybook.gateway.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An OpenID provider as far as a resource server sees it: metadata, keys, and signed tokens. */
public final class IdentityProvider {
    private volatile RsaJsonWebKey key = newKey("known");

    /** How often the keys were fetched. */
    public final AtomicInteger fetches = new AtomicInteger();

    private final HttpServer server;

    IdentityProvider(Vertx vertx) {
        server =
                vertx.createHttpServer()
                        .requestHandler(request ->
                                request.response()
                                        .putHeader("Content-Type", "application/json")
                                        .end(document(request.path())))
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                        .join();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.actualPort() + "/realms/daybook";
    }

    public RsaJsonWebKey key() {
        return key;
    }

    /** Signs with another key from now on, and knows the old one no more. */
    public void rotate(RsaJsonWebKey to) {
        key = to;
    }

    public static RsaJsonWebKey newKey(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            key.setAlgorithm("RS256");
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A good access token. */
    public String token(String subject, String... roles) {
        return token(key, subject, List.of(roles), claims -> {});
    }

    /** A token with something changed. */
    public String token(
            RsaJsonWebKey signer, String subject, List<String> roles, Consumer<JwtClaims> change) {
        JwtClaims claims = claims(subject, roles);
        change.accept(claims);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(signer.getPrivateKey());
        jws.setKeyIdHeaderValue(signer.getKeyId());
        jws.setAlgorithmHeaderValue("RS256");
        jws.setHeader("typ", "JWT");
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The claims of a good access token, as Keycloak writes them. */
    public JwtClaims claims(String subject, List<String> roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setAudience("daybook");
        claims.setSubject(subject);
        claims.setGeneratedJwtId();
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setClaim("typ", "Bearer");
        claims.setClaim("realm_access", Map.of("roles", roles));
        return claims;
    }

    private String document(String path) {
        if (path.endsWith("/.well-known/openid-configuration")) {
            return new JsonObject()
                    .put("issuer", issuer())
                    .put("jwks_uri", issuer() + "/certs")
                    .put("authorization_endpoint", issuer() + "/auth")
                    .put("token_endpoint", issuer() + "/token")
                    .encode();
        }
        fetches.incrementAndGet();
        return new JsonWebKeySet(key).toJson();
    }
}
