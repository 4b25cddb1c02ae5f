package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Stage;
import daybook.gateway.upstream.Upstream;
import io.vertx.core.Future;
import java.util.Map;

/** Answers requests for composed routes from their parts, and lets others pass. */
public final class Compose implements Interceptor {
    private final Map<String, Upstream> upstreams;

    public Compose(Map<String, Upstream> upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public Stage stage() {
        return Stage.GUARD;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        return exchange.route().parts().isEmpty()
                ? next.proceed(exchange)
                : new Composition(exchange).of(upstreams);
    }
}
