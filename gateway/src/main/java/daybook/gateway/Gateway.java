package daybook.gateway;

import daybook.gateway.chain.Accept;
import daybook.gateway.chain.AnswerWriter;
import daybook.gateway.chain.Identify;
import daybook.gateway.chain.Limit;
import daybook.gateway.edge.Listener;
import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import daybook.gateway.limit.LocalLimiter;
import daybook.gateway.sight.Sight;
import daybook.gateway.upstream.Mirrors;
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

    private static final Answer NOT_YET =
            new Answer.Refused(
                    Problem.of(
                                    503,
                                    "starting",
                                    "The gateway starts",
                                    "This connection is older than the gateway's guard; open"
                                            + " another one.")
                            .retryAfter(Duration.ofSeconds(1))
                            .with("Connection", "close"),
                    false);

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
        Sight sight = new Sight(registry, config.operatorRole());
        Rules rules =
                new Rules(
                        sight,
                        settings -> new Upstream(vertx, settings, idle),
                        new Identify(authenticator),
                        new Limit(new LocalLimiter(config.maxBuckets(), System::nanoTime)),
                        config.operatorRole(),
                        new Mirrors(vertx, registry));
        rules.use(source.load());
        if (config.routes().isPresent()) {
            new RouteWatch(source, rules, registry).start(vertx, config.lookEvery());
        }

        router.route()
                .order(ORDER)
                .handler(context -> receive(context, rules, sight))
                .failureHandler(context -> receiveBroken(context, sight));
    }

    private static void receive(RoutingContext context, Rules rules, Sight sight) {
        if (MANAGEMENT.contains(context.request().uri())) {
            context.next();
            return;
        }
        context.request().pause();
        Exchange exchange = new Exchange(context);
        if (!Listener.guards(context.request())) {
            write(exchange, NOT_YET, sight);
            return;
        }
        answer(exchange, rules).onSuccess(answer -> write(exchange, answer, sight));
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
        exchange.enters(Stage.TRANSFER);
        sight.tell(exchange);
        AnswerWriter.write(exchange, answer)
                .onComplete(done -> {
                    exchange.ended();
                    sight.finished(exchange, answer, done.succeeded());
                });
    }

    private static Future<Answer> answer(Exchange exchange, Rules rules) {
        Future<Answer> answer;
        try {
            answer = rules.answer(exchange);
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        return answer.recover(bug -> {
            LOG.errorf(bug, "correlation %s: a bug", exchange.correlationId());
            return Future.succeededFuture(BUG);
        });
    }
}
