package daybook.gateway.upstream;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.route.Part;
import daybook.gateway.route.Route;
import daybook.gateway.route.UpstreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A service behind the gateway: its instances, its connections and its breaker. */
public final class Upstream {
    /** Shorter than the services keep idle connections, so that none is used as it closes. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    /** For how long an instance is left out that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /**
     * For how long a request waits for its turn when all connections are in use. Not in the routes
     * file: who has waited as long is better told to come back than kept.
     */
    private static final Duration TURN = Duration.ofSeconds(5);

    /** Longer than any request needs to come to its upstream. */
    private static final Duration LAST_CALL = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final UpstreamSettings settings;
    private final HttpClient client;
    private final Balancer balancer;
    private final Breaker breaker;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean leaves;

    /**
     * Prepares connections to a service; none is opened yet.
     *
     * @param idle ends a silent connection, so must be longer than any route's timeout: the last
     *     resort where the service does not read, since Vert.x flushes before it closes
     */
    public Upstream(Vertx vertx, UpstreamSettings settings, Duration idle) {
        this.vertx = vertx;
        this.settings = settings;
        this.breaker = new Breaker(settings.name(), settings.breaker());
        this.balancer = new Balancer(settings.instances(), PAUSE, System::nanoTime);
        this.client =
                vertx.createHttpClient(
                        clientOptions()
                                .setIdleTimeout((int) idle.toSeconds())
                                .setConnectTimeout((int) settings.connectTimeout().toMillis()),
                        new PoolOptions()
                                .setHttp1MaxSize(settings.connections())
                                .setMaxWaitQueueSize(settings.queue()));
    }

    /** What all connections to services have in common. */
    static HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(32 * 1024);
    }

    public String name() {
        return settings.name();
    }

    /** Requests that were sent on, or wait for a connection, and are not at their end. */
    public int underWay() {
        return underWay.get();
    }

    /** As many requests can be under way at once; others wait. */
    public int connections() {
        return settings.connections() * settings.instances().size();
    }

    public UpstreamSettings settings() {
        return settings;
    }

    public Breaker breaker() {
        return breaker;
    }

    /**
     * Sends the request on; the answer is there when its headers are. An instance that gives no
     * connection has got nothing of the request, so the next one is tried; there the attempts end.
     */
    public Future<Answer> forward(Exchange exchange) {
        return byDeadline(
                exchange,
                deadline -> {
                    underWay.incrementAndGet();
                    exchange.end().onComplete(_ -> ended());
                    return attempt(
                            balancer.inOrder().iterator(),
                            address -> options(exchange, exchange.route(), address),
                            (request, instance) ->
                                    new Transfer(exchange, request, instance, deadline).start());
                });
    }

    /**
     * Gets a part of the answer to a request; tries instances as {@link #forward} does. The whole
     * body is there with the answer, which is a {@code Whole} one.
     *
     * @param stopped completes when nobody wants the part any more
     */
    public Future<Answer> fetch(Exchange exchange, Part part, Future<Void> stopped) {
        return byDeadline(
                exchange,
                deadline -> {
                    underWay.incrementAndGet();
                    Fetch fetch = new Fetch(exchange, part, deadline, stopped);
                    return attempt(
                                    balancer.inOrder().iterator(),
                                    address -> options(exchange, part, fetch.left(), address),
                                    fetch::send)
                            .onComplete(_ -> ended());
                });
    }

    private static Future<Answer> byDeadline(
            Exchange exchange, Function<Deadline, Future<Answer>> call) {
        Deadline deadline;
        try {
            deadline = Deadline.of(exchange);
        } catch (Deadline.NotADeadline e) {
            return Answer.refuse(Problems.notADeadline());
        }
        return call.apply(deadline);
    }

    private void ended() {
        underWay.decrementAndGet();
        closeIfDone();
    }

    /** Closes the connections once no request needs them; there will be no new ones. */
    public void leave() {
        vertx.setTimer(
                LAST_CALL.toMillis(),
                _ -> {
                    leaves = true;
                    closeIfDone();
                });
    }

    private void closeIfDone() {
        if (leaves && underWay.get() == 0) {
            client.close();
        }
    }

    private Future<Answer> attempt(
            Iterator<Balancer.Instance> instances,
            Function<URI, RequestOptions> options,
            BiFunction<HttpClientRequest, Balancer.Instance, Future<Answer>> send) {
        Balancer.Instance instance = instances.next();
        return client.request(options.apply(instance.address()))
                .compose(
                        request -> send.apply(request, instance),
                        failure -> {
                            if (!isBusy(failure)) {
                                instance.leaves();
                            }
                            return instances.hasNext()
                                    ? attempt(instances, options, send)
                                    : Future.succeededFuture(notReached(failure));
                        });
    }

    /**
     * Whether the instance has as much to do as its connections allow, and no room or no turn came
     * in time. That is not its fault: if its breaker counted it, a crowd would keep itself out. (A
     * connection that is refused or hangs fails with a ConnectException.)
     */
    private static boolean isBusy(Throwable failure) {
        return failure instanceof ConnectionPoolTooBusyException
                || failure instanceof TimeoutException;
    }

    static RequestOptions options(Exchange exchange, Route route, URI address) {
        return options(address)
                .setMethod(exchange.request().method())
                .setURI(route.target(exchange.path().text(), exchange.query()))
                .setConnectTimeout(route.upstream().connectTimeout().plus(TURN).toMillis());
    }

    private static RequestOptions options(
            Exchange exchange, Part part, Duration left, URI address) {
        Duration connect = part.upstream().connectTimeout().plus(TURN);
        return options(address)
                .setMethod(HttpMethod.GET)
                .setURI(part.target(exchange.route().path(), exchange.path().segments()))
                .setConnectTimeout(Math.min(connect.toMillis(), left.toMillis()));
    }

    private static RequestOptions options(URI address) {
        boolean secure = "https".equals(address.getScheme());
        int standardPort = secure ? 443 : 80;
        return new RequestOptions()
                .setHost(address.getHost())
                .setPort(address.getPort() >= 0 ? address.getPort() : standardPort)
                .setSsl(secure);
    }

    private Answer notReached(Throwable failure) {
        if (isBusy(failure)) {
            return new Answer.Refused(
                    Problem.of(
                                    503,
                                    "upstream-busy",
                                    "Service busy",
                                    "All connections to the service '"
                                            + name()
                                            + "' are in use and others wait for one."
                                            + " Nothing was sent to it; try again later.")
                            .retryAfter(Duration.ofSeconds(1)),
                    false);
        }
        return Answer.failed(
                Problem.of(
                                503,
                                "upstream-unreachable",
                                "Service unreachable",
                                "No connection to the service '"
                                        + name()
                                        + "'. Nothing was sent to it; try again later.")
                        .retryAfter(Duration.ofSeconds(1)));
    }
}
