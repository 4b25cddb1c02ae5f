package daybook.gateway.exchange;

import daybook.gateway.route.Route;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through the chain, and what each interceptor has found out about it. Lives
 * on one event loop.
 */
public final class Exchange {
    private final RoutingContext context;
    private final long startedNanos = System.nanoTime();
    private final long[] stageNanos = new long[Stage.values().length];
    private Stage stage = Stage.ACCEPT;
    private long stageSince = startedNanos;
    private final String correlationId;
    private final MultiMap answerHeaders = MultiMap.caseInsensitiveMultiMap();
    private RequestPath.@Nullable Canonical path;
    private @Nullable Route route;
    private @Nullable Caller caller;
    private @Nullable ReadStream<Buffer> body;
    private final Promise<Void> end = Promise.promise();

    public Exchange(RoutingContext context) {
        this.context = context;
        this.correlationId = CorrelationId.of(context.request().getHeader(CorrelationId.HEADER));
    }

    public RoutingContext context() {
        return context;
    }

    public HttpServerRequest request() {
        return context.request();
    }

    public HttpServerResponse response() {
        return context.response();
    }

    /** What the upstream's transfer reads: the request, or something that looks on. */
    public ReadStream<Buffer> body() {
        ReadStream<Buffer> instead = body;
        return instead == null ? request() : instead;
    }

    public void bodyFrom(ReadStream<Buffer> stream) {
        this.body = stream;
    }

    public long startedNanos() {
        return startedNanos;
    }

    public String correlationId() {
        return correlationId;
    }

    /** Headers that interceptors add to the answer, whoever gives it. */
    public MultiMap answerHeaders() {
        return answerHeaders;
    }

    /** The raw query with its question mark, or nothing. */
    public String query() {
        String query = request().query();
        return query == null ? "" : "?" + query;
    }

    public RequestPath.Canonical path() {
        return Objects.requireNonNull(path, "not accepted yet");
    }

    public void accepted(RequestPath.Canonical canonical) {
        this.path = canonical;
    }

    public Route route() {
        return Objects.requireNonNull(route, "not matched yet");
    }

    public Optional<Route> routeIfMatched() {
        return Optional.ofNullable(route);
    }

    public void matched(Route found) {
        this.route = found;
    }

    public Caller caller() {
        return Objects.requireNonNull(caller, "not identified yet");
    }

    public Optional<Caller> callerIfKnown() {
        return Optional.ofNullable(caller);
    }

    /**
     * From here on the route, if the request has one, is the one to the upstream that answers this
     * caller.
     */
    public void identified(Caller verified) {
        this.caller = verified;
        if (route != null) {
            this.route = route.forSubject(verified.subject());
        }
    }

    /** The request goes on to another stage. */
    public void enters(Stage next) {
        long now = System.nanoTime();
        stageNanos[stage.ordinal()] += now - stageSince;
        stage = next;
        stageSince = now;
    }

    /** How long it was in a stage that it has left; 0 if it never was. */
    public long nanosIn(Stage left) {
        return stageNanos[left.ordinal()];
    }

    /** Completes once the caller has the answer, or will not get it. */
    public Future<Void> end() {
        return end.future();
    }

    public void ended() {
        enters(stage);
        end.complete();
    }
}
