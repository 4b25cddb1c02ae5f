package daybook.gateway.sight;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Caller;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Stage;
import daybook.gateway.route.Route;
import daybook.gateway.upstream.Breaker;
import daybook.gateway.upstream.Upstream;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Counts and logs requests by route template. Paths, queries, tokens and, for requests that no
 * route takes, methods are left out: they are secrets or would make names without end.
 */
public final class Sight {
    private static final Logger ACCESS = Logger.getLogger("daybook.gateway.access");
    private static final Logger ACTS = Logger.getLogger("daybook.gateway.acts");
    private static final String NONE = "none";
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Meter.MeterProvider<Timer> requests;
    private final Map<Route, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final Map<Object, List<Meter>> gauges = new HashMap<>();
    private final Map<String, Map<Stage, Timer>> stages = new ConcurrentHashMap<>();
    private final String operatorRole;

    /**
     * @param operatorRole whose requests' stages are told to the caller
     */
    public Sight(MeterRegistry registry, String operatorRole) {
        this.registry = registry;
        this.operatorRole = operatorRole;
        this.requests =
                Timer.builder("daybook.gateway.requests")
                        .description("requests from first byte in to last byte out")
                        .serviceLevelObjectives(BUCKETS)
                        .withRegistry(registry);
    }

    /** Shows these routes and upstreams from now on, and no others. Not for several threads. */
    public void show(Collection<Route> routes, Collection<Upstream> upstreams) {
        Set<Object> shown = new HashSet<>(routes);
        shown.addAll(upstreams);
        // First, as what takes their place may have the same tags.
        gauges.entrySet()
                .removeIf(gauge -> {
                    boolean gone = !shown.contains(gauge.getKey());
                    if (gone) {
                        gauge.getValue().forEach(registry::remove);
                    }
                    return gone;
                });
        routes.forEach(route -> gauges.computeIfAbsent(route, _ -> gauge(route)));
        upstreams.forEach(upstream -> gauges.computeIfAbsent(upstream, _ -> gauge(upstream)));
        inFlight.keySet().retainAll(shown);
    }

    private List<Meter> gauge(Route route) {
        AtomicInteger count = new AtomicInteger();
        inFlight.put(route, count);
        return List.of(
                Gauge.builder("daybook.gateway.in.flight", count, AtomicInteger::get)
                        .description("requests being answered")
                        .tags("route", route.name())
                        .tags("upstream", route.traffic().names())
                        .tags(
                                "method",
                                String.join(",", route.methods().stream().sorted().toList()))
                        .register(registry));
    }

    private List<Meter> gauge(Upstream upstream) {
        return List.of(
                gauge(
                        "breaker.state",
                        "0 closed, 1 half-open, 2 open",
                        upstream,
                        u -> number(u.breaker().state())),
                gauge(
                        "breaker.held",
                        "1 while an operator holds it open or closed",
                        upstream,
                        u -> u.breaker().mode() == Breaker.Mode.AUTOMATIC ? 0 : 1),
                gauge(
                        "upstream.requests",
                        "requests that have a connection or wait for one",
                        upstream,
                        Upstream::underWay),
                gauge(
                        "upstream.connections",
                        "connections that there may be",
                        upstream,
                        Upstream::connections));
    }

    private Meter gauge(
            String name, String what, Upstream upstream, ToDoubleFunction<Upstream> figure) {
        return Gauge.builder("daybook.gateway." + name, upstream, figure)
                .description(what)
                .tags("upstream", upstream.name())
                .register(registry);
    }

    /** Counts the request as being answered until it is at its end. */
    public void matched(Exchange exchange) {
        AtomicInteger count = inFlight.get(exchange.route());
        // A route that is gone has no gauge any more.
        if (count != null) {
            count.incrementAndGet();
            exchange.end().onComplete(_ -> count.decrementAndGet());
        }
    }

    /** Tells an operator where the time went, as far as the answer's head can know it. */
    public void tell(Exchange exchange) {
        if (exchange.callerIfKnown().filter(c -> c.roles().contains(operatorRole)).isEmpty()) {
            return;
        }
        String timing =
                Arrays.stream(Stage.values())
                        .filter(stage -> exchange.nanosIn(stage) > 0)
                        .map(stage ->
                                "%s;dur=%.3f".formatted(stage.label, exchange.nanosIn(stage) / 1e6))
                        .collect(Collectors.joining(", "));
        exchange.answerHeaders().set("Server-Timing", timing);
    }

    /** Counts and logs what an operator did to an upstream's breaker. */
    public void operated(String upstream, Breaker.Act act) {
        String mode = act.mode().name().toLowerCase(Locale.ROOT);
        registry.counter("daybook.gateway.breaker.acts", "upstream", upstream, "state", mode)
                .increment();
        ACTS.info(
                new JsonObject()
                        .put("time", act.at().toString())
                        .put("upstream", upstream)
                        .put("breaker", mode)
                        .put("who", act.who())
                        .put("why", act.why())
                        .encode());
    }

    private void recordStages(Exchange exchange, String upstream) {
        stages.computeIfAbsent(upstream, this::stageTimers)
                .forEach((stage, timer) -> {
                    long nanos = exchange.nanosIn(stage);
                    if (nanos > 0) {
                        timer.record(nanos, TimeUnit.NANOSECONDS);
                    }
                });
    }

    private Map<Stage, Timer> stageTimers(String upstream) {
        Map<Stage, Timer> timers = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            timers.put(
                    stage,
                    Timer.builder("daybook.gateway.stage")
                            .description("time that requests were in a stage")
                            .tags("stage", stage.label, "upstream", upstream)
                            .register(registry));
        }
        return timers;
    }

    /**
     * Counts and logs an answered request.
     *
     * @param complete whether the caller got the whole answer
     */
    public void finished(Exchange exchange, Answer answer, boolean complete) {
        long nanos = System.nanoTime() - exchange.startedNanos();
        String route = exchange.routeIfMatched().map(Route::name).orElse(NONE);
        String upstream = exchange.routeIfMatched().map(r -> r.upstream().name()).orElse(NONE);
        String method =
                exchange.routeIfMatched().map(r -> exchange.request().method().name()).orElse(NONE);
        int status = status(answer);
        recordStages(exchange, upstream);
        requests.withTags(
                        Tags.of(
                                "route", route,
                                "upstream", upstream,
                                "method", method,
                                "status", Integer.toString(status)))
                .record(nanos, TimeUnit.NANOSECONDS);
        if (ACCESS.isInfoEnabled()) {
            ACCESS.info(
                    new JsonObject()
                            .put("time", Instant.now().toString())
                            .put("method", method)
                            .put("route", route)
                            .put("status", status)
                            .put("millis", Math.round(nanos / 1e4) / 1e2)
                            .put("complete", complete)
                            .put("problem", problem(answer))
                            .put("correlationId", exchange.correlationId())
                            .put(
                                    "subject",
                                    exchange.callerIfKnown().map(Caller::subject).orElse(NONE))
                            .encode());
        }
    }

    private static int status(Answer answer) {
        return switch (answer) {
            case Answer.Refused(var problem, _) -> problem.status();
            case Answer.Relayed(var status, _, _) -> status;
        };
    }

    private static String problem(Answer answer) {
        return switch (answer) {
            case Answer.Refused(var problem, _) -> problem.code();
            case Answer.Relayed _ -> NONE;
        };
    }

    private static int number(CircuitBreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
