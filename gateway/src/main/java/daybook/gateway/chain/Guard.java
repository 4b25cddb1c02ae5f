package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Stage;
import daybook.gateway.upstream.Upstream;
import io.vertx.core.Future;
import java.util.Map;

/** Keeps requests from an upstream that fails, until its breaker lets them through again. */
public final class Guard implements Interceptor {
    private final Map<String, Upstream> upstreams;

    public Guard(Map<String, Upstream> upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public Stage stage() {
        return Stage.GUARD;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        Upstream upstream = Forward.upstream(upstreams, exchange);
        return upstream.breaker().call(() -> next.proceed(exchange));
    }
}
