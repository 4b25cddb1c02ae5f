package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Lets a caller pass who has one of the route's roles. Whose order it is the service checks. */
public final class Authorise implements Interceptor {
    @Override
    public Stage stage() {
        return Stage.AUTHORISE;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        Set<String> needed = exchange.route().roles();
        if (!Collections.disjoint(needed, exchange.caller().roles())) {
            return next.proceed(exchange);
        }
        String detail =
                needed.isEmpty()
                        ? "This route is closed to everybody."
                        : "This needs one of the roles "
                                + String.join(", ", new TreeSet<>(needed))
                                + ".";
        return Answer.refuse(Problem.of(403, "forbidden", "Not allowed", detail));
    }
}
