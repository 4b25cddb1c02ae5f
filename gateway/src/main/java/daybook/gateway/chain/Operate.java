package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import daybook.gateway.exchange.Whole;
import daybook.gateway.route.PathTemplate;
import daybook.gateway.sight.Sight;
import daybook.gateway.upstream.Breaker;
import daybook.gateway.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What operators see and do at the gateway itself, under {@code /gateway}, which no route can have:
 * the upstreams and their breakers. It is about this process, and until its end.
 */
public final class Operate implements Interceptor {
    private static final int MAX_BODY_BYTES = 4096;
    private static final int BODY_SECONDS = 5;
    private static final int LONGEST_REASON = 500;

    private final Interceptor identify;
    private final String role;
    private final Map<String, Upstream> upstreams;
    private final Sight sight;

    /**
     * @param role which a caller needs
     */
    public Operate(
            Interceptor identify, String role, Map<String, Upstream> upstreams, Sight sight) {
        this.identify = identify;
        this.role = role;
        this.upstreams = upstreams;
        this.sight = sight;
    }

    /** Why an operator's request cannot be done. */
    private static final class Refusal extends RuntimeException {
        final transient Problem problem;

        Refusal(Problem problem) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
        }
    }

    @Override
    public Stage stage() {
        return Stage.ROUTE;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        if (!exchange.path().segments().getFirst().equals(PathTemplate.GATEWAYS_OWN)) {
            return next.proceed(exchange);
        }
        exchange.enters(Stage.IDENTIFY);
        return identify.intercept(exchange, this::operate)
                .recover(failure ->
                        failure instanceof Refusal refusal
                                ? Answer.refuse(refusal.problem)
                                : Future.failedFuture(failure));
    }

    private Future<Answer> operate(Exchange exchange) {
        exchange.enters(Stage.AUTHORISE);
        if (!exchange.caller().roles().contains(role)) {
            return refuse(403, "forbidden", "Not allowed", "This needs the role " + role + ".");
        }
        List<String> path = exchange.path().segments();
        if (path.size() == 2 && path.get(1).equals("upstreams")) {
            return only("GET", exchange).orElseGet(this::all);
        }
        if (path.size() == 4 && path.get(1).equals("upstreams") && path.get(3).equals("breaker")) {
            return only("POST", exchange).orElseGet(() -> breaker(exchange, path.get(2)));
        }
        return Answer.refuse(Problem.noRoute());
    }

    private static Optional<Future<Answer>> only(String method, Exchange exchange) {
        return exchange.request().method().name().equals(method)
                ? Optional.empty()
                : Optional.of(Answer.refuse(Problem.methodNotAllowed(List.of(method))));
    }

    private Future<Answer> all() {
        List<JsonObject> views =
                upstreams.values().stream()
                        .sorted(Comparator.comparing(Upstream::name))
                        .map(Operate::view)
                        .toList();
        return json(new JsonObject().put("upstreams", new JsonArray(views)));
    }

    private Future<Answer> breaker(Exchange exchange, String name) {
        Upstream upstream = upstreams.get(name);
        if (upstream == null) {
            return refuse(
                    404,
                    "no-upstream",
                    "No such upstream",
                    "Upstreams are " + upstreams.keySet().stream().sorted().toList() + ".");
        }
        return body(exchange.request())
                .compose(body -> {
                    Breaker.Act act = act(exchange, body);
                    upstream.breaker().operate(act);
                    sight.operated(name, act);
                    return json(view(upstream));
                });
    }

    /** A page elsewhere cannot make a browser send this type without asking us first. */
    private static Future<Buffer> body(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return refuse(415, "not-json", "JSON needed", "Send Content-Type: application/json.");
        }
        String length = request.getHeader("Content-Length");
        if (length == null) {
            return refuse(
                    411, "length-required", "Length required", "Send a Content-Length header.");
        }
        if (length.length() > 9 || Long.parseLong(length) > MAX_BODY_BYTES) {
            return Future.failedFuture(new Refusal(Problem.bodyTooLarge(MAX_BODY_BYTES)));
        }
        Future<Buffer> body = request.body();
        request.resume();
        return body.timeout(BODY_SECONDS, TimeUnit.SECONDS)
                .recover(failure ->
                        failure instanceof TimeoutException
                                ? refuse(
                                        408,
                                        "request-timeout",
                                        "Request too slow",
                                        "The body did not come within " + BODY_SECONDS + " s.")
                                : refuse(499, "caller-left", "Caller left", "The body broke off."));
    }

    private static Breaker.Act act(Exchange exchange, Buffer body) {
        JsonObject request;
        try {
            request = new JsonObject(body);
        } catch (DecodeException e) {
            throw badAct("the body is no JSON object");
        }
        String who = exchange.caller().subject();
        return new Breaker.Act(mode(request), who, reason(request), Instant.now());
    }

    private static Breaker.Mode mode(JsonObject request) {
        return switch (String.valueOf(request.getValue("state"))) {
            case "open" -> Breaker.Mode.OPEN;
            case "closed" -> Breaker.Mode.CLOSED;
            case "automatic" -> Breaker.Mode.AUTOMATIC;
            default -> throw badAct("state must be open, closed or automatic");
        };
    }

    private static String reason(JsonObject request) {
        if (request.getValue("why") instanceof String why
                && !why.isBlank()
                && why.length() <= LONGEST_REASON) {
            return why;
        }
        throw badAct(
                "why must say in 1 to %d characters why you do this".formatted(LONGEST_REASON));
    }

    private static Refusal badAct(String detail) {
        return new Refusal(Problem.of(400, "bad-request", "Request not understood", detail + "."));
    }

    private static JsonObject view(Upstream upstream) {
        Breaker breaker = upstream.breaker();
        JsonObject state =
                new JsonObject()
                        .put("state", label(breaker.state()))
                        .put("automatic", breaker.mode() == Breaker.Mode.AUTOMATIC);
        breaker.act()
                .ifPresent(act ->
                        state.put(
                                "lastAct",
                                new JsonObject()
                                        .put("state", label(act.mode()))
                                        .put("who", act.who())
                                        .put("why", act.why())
                                        .put("at", act.at().toString())));
        return new JsonObject()
                .put("name", upstream.name())
                .put("breaker", state)
                .put("requests", upstream.underWay())
                .put("connections", upstream.connections());
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Future<Answer> json(JsonObject json) {
        return Future.succeededFuture(new Whole(List.of(json.toBuffer())).asJson());
    }

    private static <T> Future<T> refuse(int status, String code, String title, String detail) {
        return Future.failedFuture(new Refusal(Problem.of(status, code, title, detail)));
    }
}
