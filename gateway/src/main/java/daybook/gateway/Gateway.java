package daybook.gateway;

import daybook.gateway.chain.Accept;
import daybook.gateway.chain.AnswerWriter;
import daybook.gateway.chain.Authorise;
import daybook.gateway.chain.Forward;
import daybook.gateway.chain.Guard;
import daybook.gateway.chain.Identify;
import daybook.gateway.chain.Interceptor;
import daybook.gateway.chain.Limit;
import daybook.gateway.chain.Match;
import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.limit.LocalLimiter;
import daybook.gateway.route.RouteFile;
import daybook.gateway.route.RouteTable;
import daybook.gateway.sight.Sight;
import daybook.gateway.upstream.Upstream;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Builds the chain from the routes file and puts every request through it. */
@ApplicationScoped
public class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);

    /** After Quarkus has made authentication available, before all else that it could serve. */
    private static final int ORDER = -100;

    /** What Quarkus answers itself; anything else goes through the chain. */
    private static final Set<String> MANAGEMENT =
            Set.of(
                    "/q/health",
                    "/q/health/live",
                    "/q/health/ready",
                    "/q/health/started",
                    "/q/metrics");

    private static final Answer BUG =
            new Answer.Refused(
                    Problem.of(
                            500,
                            "internal",
                            "Internal error",
                            "The gateway failed; its log tells more under the correlation id."),
                    false);

    void mount(
            @Observes Router router,
            RouteSource source,
            GatewayConfig config,
            Vertx vertx,
            HttpAuthenticator authenticator,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idle) {
        RouteFile file = source.load();
        RouteTable table = new RouteTable();
        file.routes().forEach(table::add);
        Map<String, Upstream> upstreams = new HashMap<>();
        file.upstreams().forEach(u -> upstreams.put(u.name(), new Upstream(vertx, u, idle)));
        Sight sight = new Sight(registry, file.routes(), upstreams.values());

        Interceptor.Next chain =
                Interceptor.chain(
                        List.of(
                                new Accept(),
                                new Match(table, sight),
                                new Identify(authenticator),
                                new Authorise(),
                                new Limit(new LocalLimiter(config.maxBuckets(), System::nanoTime)),
                                new Guard(upstreams),
                                new Forward(upstreams)));

        router.route()
                .order(ORDER)
                .handler(context -> receive(context, chain, sight))
                .failureHandler(context -> receiveBroken(context, sight));
    }

    private static void receive(RoutingContext context, Interceptor.Next chain, Sight sight) {
        if (MANAGEMENT.contains(context.request().uri())) {
            context.next();
            return;
        }
        context.request().pause();
        Exchange exchange = new Exchange(context);
        answer(exchange, chain).onSuccess(answer -> write(exchange, answer, sight));
    }

    /** What the router refuses by itself, before the chain: targets that it cannot read. */
    private static void receiveBroken(RoutingContext context, Sight sight) {
        context.request().pause();
        Exchange exchange = new Exchange(context);
        if (context.statusCode() == 400 || context.statusCode() == 404) {
            write(exchange, Accept.badTarget("the path or the host cannot be read"), sight);
        } else {
            LOG.errorf(context.failure(), "correlation %s: a bug", exchange.correlationId());
            write(exchange, BUG, sight);
        }
    }

    private static void write(Exchange exchange, Answer answer, Sight sight) {
        AnswerWriter.write(exchange, answer)
                .onComplete(done -> sight.finished(exchange, answer, done.succeeded()));
    }

    private static Future<Answer> answer(Exchange exchange, Interceptor.Next chain) {
        Future<Answer> answer;
        try {
            answer = chain.proceed(exchange);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        return answer.recover(bug -> {
            LOG.errorf(bug, "correlation %s: a bug", exchange.correlationId());
            return Future.succeededFuture(BUG);
        });
    }
}
