package daybook.eventlog.testing;

import io.smallrye.jwt.build.Jwt;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Access tokens as the identity provider would give them, signed with a key made for the test. */
public final class Tokens {

    private static final int KEY_BITS = 2048;

    private Tokens() {}

    /** Lets the service trust the tokens; both keys, as the tests sign with the private one. */
    static Map<String, String> config() {
        KeyPair keys = newKeys();
        var base64 = Base64.getEncoder();
        return Map.of(
                "quarkus.oidc.auth-server-url",
                "",
                "quarkus.oidc.public-key",
                base64.encodeToString(keys.getPublic().getEncoded()),
                "smallrye.jwt.sign.key",
                base64.encodeToString(keys.getPrivate().getEncoded()));
    }

    /** A token for this service, for a few minutes. */
    public static String of(String subject, String... roles) {
        return Jwt.subject(subject)
                .audience("daybook")
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .sign();
    }

    /** A sound token that is meant for somebody else's API. */
    public static String forAnotherAudience(String subject, String... roles) {
        return Jwt.subject(subject)
                .audience("another-api")
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .sign();
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }
}
