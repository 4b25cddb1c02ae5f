package daybook.gateway;

import daybook.gateway.chain.Accept;
import daybook.gateway.chain.Authorise;
import daybook.gateway.chain.Compose;
import daybook.gateway.chain.Forward;
import daybook.gateway.chain.Guard;
import daybook.gateway.chain.Interceptor;
import daybook.gateway.chain.Match;
import daybook.gateway.chain.Operate;
import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.route.RouteFile;
import daybook.gateway.route.UpstreamSettings;
import daybook.gateway.sight.Sight;
import daybook.gateway.upstream.Mirrors;
import daybook.gateway.upstream.Upstream;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the routes file makes of requests. Another file takes the place of all of it at once: a
 * request goes to its end by the rules that it has begun with. Upstreams of which nothing has
 * changed keep their connections and the state of their breakers; what an operator did to a breaker
 * stays in any case.
 */
final class Rules {
    private final Sight sight;
    private final Function<UpstreamSettings, Upstream> connect;
    private final Interceptor identify;
    private final Interceptor limit;
    private final String operatorRole;
    private final Mirrors mirrors;
    private Map<String, Upstream> upstreams = Map.of();
    private volatile Interceptor.Next chain = Interceptor.chain(List.of());

    Rules(
            Sight sight,
            Function<UpstreamSettings, Upstream> connect,
            Interceptor identify,
            Interceptor limit,
            String operatorRole,
            Mirrors mirrors) {
        this.sight = sight;
        this.connect = connect;
        this.identify = identify;
        this.limit = limit;
        this.operatorRole = operatorRole;
        this.mirrors = mirrors;
    }

    /** Not for several threads. */
    void use(RouteFile file) {
        Map<String, Upstream> before = upstreams;
        Map<String, Upstream> now = new HashMap<>();
        for (UpstreamSettings settings : file.upstreams()) {
            Upstream known = before.get(settings.name());
            now.put(
                    settings.name(),
                    known != null && known.settings().equals(settings)
                            ? known
                            : connect(settings, known));
        }
        sight.show(file.routes(), now.values());
        chain =
                Interceptor.chain(
                        List.of(
                                new Accept(),
                                new Operate(identify, operatorRole, now, sight),
                                new Match(file.table(), sight),
                                identify,
                                new Authorise(),
                                limit,
                                new Compose(now),
                                new Guard(now),
                                new Forward(now, mirrors)));
        upstreams = now;
        before.values().stream()
                .filter(upstream -> !now.containsValue(upstream))
                .forEach(Upstream::leave);
    }

    private Upstream connect(UpstreamSettings settings, @Nullable Upstream before) {
        Upstream upstream = connect.apply(settings);
        if (before != null) {
            before.breaker().act().ifPresent(upstream.breaker()::operate);
        }
        return upstream;
    }

    Future<Answer> answer(Exchange exchange) {
        return chain.proceed(exchange);
    }
}
