package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import daybook.gateway.route.Route;
import daybook.gateway.route.RouteTable;
import daybook.gateway.sight.Sight;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/**
 * Finds the route. It comes before the caller is known, since the role, the limit and the sizes to
 * check are the route's; what no route names does not exist.
 */
public final class Match implements Interceptor {
    private final RouteTable table;
    private final Sight sight;

    public Match(RouteTable table, Sight sight) {
        this.table = table;
        this.sight = sight;
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        HttpServerRequest request = exchange.request();
        HostAndPort authority = request.authority();
        return switch (table.find(
                request.method().name(),
                exchange.path().segments(),
                authority == null ? "" : authority.host(),
                request.headers()::getAll)) {
            case RouteTable.Match.Found(var route) -> {
                exchange.matched(route);
                sight.matched(exchange);
                yield isTooLarge(exchange, route) ? tooLarge(route) : next.proceed(exchange);
            }
            case RouteTable.Match.OtherMethods(var allowed) ->
                    Answer.refuse(Problem.methodNotAllowed(allowed));
            case RouteTable.Match.Nothing() -> Answer.refuse(Problem.noRoute());
        };
    }

    private static boolean isTooLarge(Exchange exchange, Route route) {
        String length = exchange.request().getHeader("Content-Length");
        return length != null
                && (length.length() > 18 || Long.parseLong(length) > route.maxBodyBytes());
    }

    private static Future<Answer> tooLarge(Route route) {
        return Answer.refuse(Problem.bodyTooLarge(route.maxBodyBytes()));
    }
}
