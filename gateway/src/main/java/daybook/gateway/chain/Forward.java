package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Stage;
import daybook.gateway.upstream.Mirrors;
import daybook.gateway.upstream.Upstream;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Objects;

/** Sends the request to the route's upstream: the end of the chain. */
public final class Forward implements Interceptor {
    private final Map<String, Upstream> upstreams;
    private final Mirrors mirrors;

    public Forward(Map<String, Upstream> upstreams, Mirrors mirrors) {
        this.upstreams = upstreams;
        this.mirrors = mirrors;
    }

    @Override
    public Stage stage() {
        return Stage.CONNECT;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        exchange.route().traffic().mirror().ifPresent(mirror -> mirrors.copy(exchange, mirror));
        return upstream(upstreams, exchange).forward(exchange);
    }

    static Upstream upstream(Map<String, Upstream> upstreams, Exchange exchange) {
        String name = exchange.route().upstream().name();
        return Objects.requireNonNull(upstreams.get(name), name);
    }
}
