package daybook.gateway.upstream;

import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Headers;
import daybook.gateway.route.Route;
import daybook.gateway.route.Traffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends copies of requests to other upstreams and throws the answers away. A copy waits for nothing
 * that the request itself does not wait for, has connections of its own, and is left out when there
 * are many already: whatever becomes of it, the caller does not notice.
 */
public final class Mirrors {
    /** By this an upstream knows a copy; from callers it is dropped. */
    static final String MARK = "X-Mirrored";

    private static final int MOST_AT_ONCE = 64;
    private static final long MOST_BYTES = 64 << 10;

    private final Vertx vertx;
    private final HttpClient client;
    private final Meter.MeterProvider<Counter> counter;
    private final AtomicInteger underWay = new AtomicInteger();

    public Mirrors(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        this.client =
                vertx.createHttpClient(
                        Upstream.clientOptions(), new PoolOptions().setHttp1MaxSize(MOST_AT_ONCE));
        this.counter =
                Counter.builder("daybook.gateway.mirrored")
                        .description("copies of requests, by what became of them")
                        .withRegistry(registry);
    }

    /**
     * Copies the request if it is its turn. Its body is kept as the upstream's transfer reads it.
     */
    public void copy(Exchange exchange, Traffic.Mirror mirror) {
        if (ThreadLocalRandom.current().nextInt(100) >= mirror.percent()) {
            return;
        }
        Route route = exchange.route().to(mirror.upstream());
        if (underWay.incrementAndGet() > MOST_AT_ONCE) {
            ended(route, "left-out");
            return;
        }
        body(exchange)
                .compose(
                        body -> send(exchange, route, body),
                        failure ->
                                Future.succeededFuture(
                                        failure instanceof Pump.TooLarge
                                                ? "too-large"
                                                : "broken-off"))
                .otherwise("failed")
                .onSuccess(outcome -> ended(route, outcome));
    }

    private void ended(Route route, String outcome) {
        underWay.decrementAndGet();
        counter.withTags("upstream", route.upstream().name(), "outcome", outcome).increment();
    }

    private static Future<Buffer> body(Exchange exchange) {
        if (!Headers.announcesBody(exchange.request())) {
            return Future.succeededFuture(Buffer.buffer());
        }
        Copy copy =
                new Copy(exchange.request(), Math.min(MOST_BYTES, exchange.route().maxBodyBytes()));
        exchange.bodyFrom(copy);
        exchange.end().onComplete(_ -> copy.abandon());
        return copy.whole();
    }

    private Future<String> send(Exchange exchange, Route route, Buffer body) {
        List<URI> instances = route.upstream().instances();
        URI instance = instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
        return client.request(Upstream.options(exchange, route, instance))
                .compose(request -> exchanged(exchange, route, request, body));
    }

    private Future<String> exchanged(
            Exchange exchange, Route route, HttpClientRequest request, Buffer body) {
        Transfer.prepareHeaders(exchange, request.headers(), exchange.route().timeout().toMillis());
        request.headers().set(MARK, "true");
        long timer = vertx.setTimer(route.timeout().toMillis(), _ -> request.reset());
        return (body.length() == 0 ? request.send() : request.send(body))
                .compose(response -> {
                    response.handler(_ -> {});
                    return response.end().map(response.statusCode() >= 500 ? "error" : "answered");
                })
                .onComplete(_ -> vertx.cancelTimer(timer));
    }
}
