package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Caller;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Learns who calls, from a bearer token that quarkus-oidc verifies: signature, issuer, audience,
 * expiry. Challenges are those of RFC 6750 §3.
 */
public final class Identify implements Interceptor {
    private static final Logger LOG = Logger.getLogger(Identify.class);
    private static final Duration PROVIDER_AWAY = Duration.ofSeconds(5);

    private final HttpAuthenticator authenticator;

    public Identify(HttpAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Stage stage() {
        return Stage.IDENTIFY;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        List<String> credentials = exchange.request().headers().getAll("Authorization");
        if (credentials.size() > 1) {
            return Answer.refuse(
                    Problem.of(
                            400,
                            "bad-authorization",
                            "Bad Authorization header",
                            "Send exactly one Authorization header."));
        }
        if (credentials.isEmpty()
                || !credentials.getFirst().regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Answer.refuse(noToken());
        }
        if (!isSigned(credentials.getFirst().substring(7).strip())) {
            return Answer.refuse(badToken());
        }
        Context context = Vertx.currentContext();
        return Future.fromCompletionStage(
                        authenticator
                                .attemptAuthentication(exchange.context())
                                .subscribeAsCompletionStage(),
                        context)
                .compose(
                        identity -> identified(identity, exchange, next),
                        failure -> notIdentified(failure, exchange));
    }

    /** Whether it has the three parts of a signed token, so that rubbish costs nobody anything. */
    private static boolean isSigned(String token) {
        int dots = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '.') {
                dots++;
            } else if (!(c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_')) {
                return false;
            }
        }
        return dots == 2 && !token.startsWith(".");
    }

    private static Future<Answer> identified(
            @Nullable SecurityIdentity identity, Exchange exchange, Next next) {
        if (identity == null
                || !(identity.getPrincipal() instanceof JsonWebToken token)
                || token.getSubject() == null) {
            return Answer.refuse(badToken());
        }
        exchange.identified(
                new Caller(
                        token.getSubject(),
                        identity.getRoles(),
                        name -> text(token.getClaim(name))));
        return next.proceed(exchange);
    }

    private static Optional<String> text(@Nullable Object claim) {
        return switch (claim) {
            case null -> Optional.empty();
            case JsonString text -> Optional.of(text.getString());
            case JsonStructure _ -> Optional.empty();
            case Collection<?> _ -> Optional.empty();
            default -> Optional.of(claim.toString());
        };
    }

    private static Future<Answer> notIdentified(Throwable failure, Exchange exchange) {
        if (failure instanceof AuthenticationFailedException) {
            return Answer.refuse(badToken());
        }
        LOG.warnf("no verdict on a token, correlation %s: %s", exchange.correlationId(), failure);
        return Answer.refuse(
                Problem.of(
                                503,
                                "identity-unavailable",
                                "Identity provider unavailable",
                                "Tokens cannot be checked just now; try again later.")
                        .retryAfter(PROVIDER_AWAY));
    }

    private static Problem noToken() {
        return Problem.of(
                        401,
                        "unauthenticated",
                        "Token needed",
                        "Send an access token: Authorization: Bearer <token>.")
                .with("WWW-Authenticate", "Bearer realm=\"daybook\"");
    }

    private static Problem badToken() {
        return Problem.of(
                        401,
                        "invalid-token",
                        "Token refused",
                        "The token is expired, or not signed by our identity provider, or not"
                                + " meant for this audience. Get a new one.")
                .with("WWW-Authenticate", "Bearer realm=\"daybook\", error=\"invalid_token\"");
    }
}
