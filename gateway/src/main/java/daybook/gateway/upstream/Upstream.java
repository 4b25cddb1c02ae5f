package daybook.gateway.upstream;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.route.Route;
import daybook.gateway.route.UpstreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** A service behind the gateway: its connections and its breaker. */
public final class Upstream {
    /** Shorter than the services keep idle connections, so that none is used as it closes. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final UpstreamSettings settings;
    private final HttpClient client;
    private final Breaker breaker;

    /**
     * Prepares connections to a service; none is opened yet.
     *
     * @param idle ends a silent connection, so must be longer than any route's timeout: the last
     *     resort where the service does not read, since Vert.x flushes before it closes
     */
    public Upstream(Vertx vertx, UpstreamSettings settings, Duration idle) {
        this.settings = settings;
        this.breaker = new Breaker(settings.name(), settings.breaker());
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                                .setIdleTimeout((int) idle.toSeconds())
                                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                                .setMaxHeaderSize(32 * 1024),
                        new PoolOptions()
                                .setHttp1MaxSize(settings.connections())
                                .setMaxWaitQueueSize(settings.queue()));
    }

    public String name() {
        return settings.name();
    }

    public Breaker breaker() {
        return breaker;
    }

    /** Sends the request on; the answer is there when its headers are. */
    public Future<Answer> forward(Exchange exchange) {
        Route route = exchange.route();
        Duration connect = settings.connectTimeout();
        RequestOptions options =
                new RequestOptions()
                        .setMethod(exchange.request().method())
                        .setHost(settings.base().getHost())
                        .setPort(settings.port())
                        .setSsl(settings.secure())
                        .setURI(route.target(exchange.path().text(), exchange.query()))
                        .setConnectTimeout(
                                Math.min(connect.toMillis(), route.timeout().toMillis()));
        long startedNanos = System.nanoTime();
        return client.request(options)
                .compose(
                        request -> new Transfer(exchange, request, startedNanos).start(),
                        failure -> Future.succeededFuture(notReached(failure)));
    }

    private Answer notReached(Throwable failure) {
        if (failure instanceof ConnectionPoolTooBusyException) {
            return new Answer.Refused(
                    Problem.of(
                                    503,
                                    "upstream-busy",
                                    "Service busy",
                                    "All connections to the service '"
                                            + name()
                                            + "' are in use and its queue is full; try again.")
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
