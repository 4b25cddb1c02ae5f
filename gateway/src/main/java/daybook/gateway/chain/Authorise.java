package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Caller;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import daybook.gateway.route.Access;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets a caller pass who has one of the route's roles, all its scopes and claims. Whose order it is
 * the service checks.
 */
public final class Authorise implements Interceptor {
    @Override
    public Stage stage() {
        return Stage.AUTHORISE;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        Set<String> needed = exchange.route().roles();
        if (!Collections.disjoint(needed, exchange.caller().roles())) {
            return lacks(exchange.caller(), exchange.route().access())
                    .map(Answer::refuse)
                    .orElseGet(() -> next.proceed(exchange));
        }
        String detail =
                needed.isEmpty()
                        ? "This route is closed to everybody."
                        : "This needs one of the roles "
                                + String.join(", ", new TreeSet<>(needed))
                                + ".";
        return Answer.refuse(Problem.of(403, "forbidden", "Not allowed", detail));
    }

    /** What the token lacks besides roles; RFC 6750 §3.1 has an error for scopes. */
    private static Optional<Problem> lacks(Caller caller, Access access) {
        if (!access.scopes().isEmpty()) {
            String scope = caller.claims().get("scope").orElse("");
            if (!List.of(scope.split(" ", -1)).containsAll(access.scopes())) {
                return Optional.of(insufficientScope(access));
            }
        }
        for (Map.Entry<String, String> claim : access.claims().entrySet()) {
            if (!caller.claims().get(claim.getKey()).equals(Optional.of(claim.getValue()))) {
                return Optional.of(
                        Problem.of(
                                403,
                                "forbidden",
                                "Not allowed",
                                "The token's claim " + claim.getKey() + " has another value."));
            }
        }
        return Optional.empty();
    }

    private static Problem insufficientScope(Access access) {
        String scopes = String.join(" ", new TreeSet<>(access.scopes()));
        return Problem.of(
                        403,
                        "insufficient-scope",
                        "Not allowed",
                        "This needs a token with the scopes " + scopes + ".")
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"daybook\", error=\"insufficient_scope\", scope=\""
                                + scopes
                                + "\"");
    }
}
