package daybook.gateway.chain;

import daybook.gateway.edge.Fault;
import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.RequestPath;
import daybook.gateway.exchange.Stage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/** Refuses requests that two parsers might read differently. */
public final class Accept implements Interceptor {
    @Override
    public Stage stage() {
        return Stage.ACCEPT;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        HttpServerRequest request = exchange.request();
        Optional<Answer> fault = Fault.refusal(request.uri());
        if (fault.isPresent()) {
            return Future.succeededFuture(fault.get());
        }
        if (request.version() == HttpVersion.HTTP_1_1 && !hasOneHost(request)) {
            return Answer.refuse(
                    Problem.of(
                            400, "bad-host", "Bad Host header", "Send exactly one Host header."));
        }
        String uri = request.uri();
        int question = uri.indexOf('?');
        if (!RequestPath.isLegalQuery(question < 0 ? "" : uri.substring(question + 1))) {
            return refused("the query has a character that must be encoded");
        }
        return switch (RequestPath.of(question < 0 ? uri : uri.substring(0, question))) {
            case RequestPath.Refused(var why) -> refused(why);
            case RequestPath.Canonical path -> {
                exchange.accepted(path);
                yield next.proceed(exchange);
            }
        };
    }

    private static boolean hasOneHost(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("Host");
        return hosts.size() == 1 && !hosts.getFirst().isEmpty();
    }

    /** The answer to a request target that has no one reading. */
    public static Answer badTarget(String why) {
        return new Answer.Refused(
                Problem.of(400, "bad-path", "Bad request target", "Refused because " + why + "."),
                false);
    }

    private static Future<Answer> refused(String why) {
        return Future.succeededFuture(badTarget(why));
    }
}
