package daybook.gateway.upstream;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.CorrelationId;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Headers;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import daybook.gateway.route.Rewrite;
import daybook.gateway.route.Route;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * One request on one upstream connection. Whatever happens, the answer completes: the wait for its
 * headers has the route's timeout, a streaming body its idle time, and a caller who leaves ends it.
 *
 * <p>The timeout runs from the end of the request's body, so that a caller who sends slowly, or a
 * wait for a connection, is not taken for a slow upstream. Lives on the exchange's event loop.
 */
final class Transfer implements Answer.Body {
    private static final long NO_TIMER = -1;

    /** For how long the rest of an answer that nobody wants any more may come. */
    private static final long GRACE_MILLIS = 100;

    private final Exchange exchange;
    private final Route route;
    private final HttpClientRequest upstream;
    private final Balancer.Instance instance;
    private final Deadline deadline;
    private final Promise<Answer> answer = Promise.promise();
    private final Promise<Void> delivered = Promise.promise();
    private final Promise<HttpClientResponse> head = Promise.promise();
    private long timer = NO_TIMER;
    private boolean uploaded;

    /** Whether the whole answer has come from the upstream. */
    private boolean arrived;

    Transfer(
            Exchange exchange,
            HttpClientRequest upstream,
            Balancer.Instance instance,
            Deadline deadline) {
        this.exchange = exchange;
        this.route = exchange.route();
        this.upstream = upstream;
        this.instance = instance;
        this.deadline = deadline;
    }

    Future<Answer> start() {
        exchange.enters(Stage.UPSTREAM);
        upstream.exceptionHandler(e -> {}); // told by the response's future as well
        if (exchange.response().closed()) {
            callerLeft();
            return answer.future();
        }
        if (deadline.leftMillis() <= 0) {
            giveUp(tooSlow());
            return answer.future();
        }
        exchange.response().closeHandler(v -> callerLeft());
        upstream.response().onSuccess(this::answered).onFailure(this::broke);
        prepareHeaders(exchange, upstream.headers(), deadline.leftMillis());
        HttpServerRequest request = exchange.request();
        if (Headers.announcesBody(request)) {
            upload(request);
        } else {
            request.resume();
            sent();
        }
        return answer.future();
    }

    static void prepareHeaders(Exchange exchange, MultiMap headers, long leftMillis) {
        HttpServerRequest request = exchange.request();
        Rewrite rewrite = exchange.route().rewrite();
        Headers.copyRequest(request.headers(), headers);
        setOwnHeaders(exchange, headers, leftMillis);
        if (request.authority() != null) {
            headers.set("X-Forwarded-Host", request.authority().toString());
        }
        if (!rewrite.stripPrefix().isEmpty()) {
            headers.set("X-Forwarded-Prefix", rewrite.stripPrefix());
        }
        Headers.edit(headers, rewrite.request());
    }

    /** What every request to a service says, whoever copied the rest of its headers. */
    static void setOwnHeaders(Exchange exchange, MultiMap headers, long leftMillis) {
        HttpServerRequest request = exchange.request();
        if (!exchange.route().access().relaysToken()) {
            headers.remove("Authorization");
        }
        headers.set(CorrelationId.HEADER, exchange.correlationId());
        headers.set(Deadline.HEADER, Long.toString(leftMillis));
        headers.set("X-Forwarded-For", request.remoteAddress().hostAddress());
        headers.set("X-Forwarded-Proto", request.isSSL() ? "https" : "http");
    }

    private void upload(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            exchange.response().writeContinue();
        }
        upstream.setChunked(request.getHeader("Content-Length") == null);
        Pump pump = new Pump(exchange.body(), upstream, route.maxBodyBytes());
        long late =
                exchange.context()
                        .vertx()
                        .setTimer(route.bodyTimeout().toMillis(), id -> uploadLate(pump));
        pump.start()
                .onComplete(v -> exchange.context().vertx().cancelTimer(late))
                .onSuccess(v -> sent())
                .onFailure(this::uploadBroke);
        watch(pump, () -> uploadStalled(pump));
    }

    /** The request is out: from now on it is the upstream's turn. */
    private void sent() {
        uploaded = true;
        upstream.end();
        if (answer.future().isComplete()) {
            return;
        }
        cancelTimer();
        deadline.sent();
        long left = Math.max(1, deadline.leftMillis());
        timer = exchange.context().vertx().setTimer(left, id -> giveUp(tooSlow()));
    }

    private void answered(HttpClientResponse response) {
        response.pause();
        if (Headers.endsConnection(response.headers())) {
            // What a server that shuts down says while it still answers.
            instance.leaves();
        } else {
            instance.answered();
        }
        if (uploaded) {
            cancelTimer();
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Headers.copyAnswer(response.headers(), headers);
        String location = headers.get("Location");
        if (location != null) {
            headers.set("Location", route.callerLocation(location));
        }
        Headers.edit(headers, route.rewrite().answer());
        head.tryComplete(response);
        answer.tryComplete(new Answer.Relayed(response.statusCode(), headers, this));
    }

    @Override
    public Future<Void> sendTo(HttpServerResponse response) {
        HttpClientResponse body = head.future().result();
        Pump pump = new Pump(body, response, Long.MAX_VALUE);
        pump.start()
                .compose(v -> {
                    arrived = true;
                    return response.end();
                })
                .onSuccess(delivered::tryComplete)
                .onFailure(this::abort);
        cancelTimer();
        watch(pump, () -> abort(new IllegalStateException("the answer's body stood still")));
        return delivered
                .future()
                .onSuccess(v -> cancelTimer())
                .onComplete(v -> {
                    if (!uploaded) {
                        upstream.reset();
                    }
                });
    }

    private void uploadBroke(Throwable failure) {
        if (failure instanceof Pump.TooLarge) {
            giveUp(new Answer.Refused(Problem.bodyTooLarge(route.maxBodyBytes()), false));
        } else if (exchange.response().closed()) {
            callerLeft();
        }
        // else the upstream broke off: it has answered early, or its response future fails too
    }

    private void uploadStalled(Pump pump) {
        if (pump.waitsForReceiver()) {
            giveUp(tooSlow());
        } else {
            giveUp(new Answer.Refused(Problems.callerTooSlow(route.idle()), false));
        }
    }

    private void uploadLate(Pump pump) {
        giveUp(
                pump.waitsForReceiver()
                        ? tooSlow()
                        : new Answer.Refused(Problems.bodyTooLate(route.bodyTimeout()), false));
    }

    private void broke(Throwable failure) {
        if (!answer.future().isComplete()) {
            instance.leaves();
        }
        giveUp(Answer.failed(Problems.upstreamBroke(route.upstream().name())));
    }

    private Answer tooSlow() {
        if (deadline.isCallers()) {
            return new Answer.Refused(Problems.callersDeadline(), false);
        }
        return Answer.failed(Problems.upstreamTooSlow(route.upstream().name(), route.timeout()));
    }

    private void callerLeft() {
        if (exchange.response().ended()) {
            return; // all is written; whether it arrives, the end's own future tells
        }
        giveUp(new Answer.Refused(Problems.callerLeft(), false));
    }

    /** Ends the call; if an answer is under way already it can only be cut off. */
    private void giveUp(Answer instead) {
        if (answer.tryComplete(instead)) {
            cancelTimer();
            upstream.reset();
        } else if (!delivered.future().isComplete() && head.future().isComplete()) {
            abort(new IllegalStateException("broken off"));
        }
    }

    private void abort(Throwable why) {
        if (delivered.tryFail(why)) {
            cancelTimer();
            if (!arrived) {
                discard(head.future().result());
            }
            cutOff();
        }
    }

    /**
     * Breaks off an answer unless its end is there anyway, as it is when a caller hangs up with the
     * last byte: the connection may carry the next request by then, which a reset would break off.
     */
    private void discard(HttpClientResponse rest) {
        timer = exchange.context().vertx().setTimer(GRACE_MILLIS, id -> upstream.reset());
        rest.exceptionHandler(e -> cancelTimer());
        rest.endHandler(v -> cancelTimer());
        rest.handler(chunk -> {});
        rest.resume();
    }

    /** Lets the caller see that the answer is not whole. */
    private void cutOff() {
        if (exchange.request().version() == HttpVersion.HTTP_2) {
            exchange.response().reset();
        } else {
            // reset() would do, but Quarkus then counts the request as running for ever
            exchange.request().connection().close();
        }
    }

    private void watch(Pump pump, Runnable onSilence) {
        long left = route.idle().toMillis() - pump.silentMillis();
        if (left <= 0) {
            onSilence.run();
        } else {
            timer = exchange.context().vertx().setTimer(left, id -> watch(pump, onSilence));
        }
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            exchange.context().vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }
}
