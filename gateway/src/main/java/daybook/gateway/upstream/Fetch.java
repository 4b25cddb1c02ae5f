package daybook.gateway.upstream;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Headers;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Whole;
import daybook.gateway.route.Part;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets one part of a composed answer: whole, bounded in size and time, and checked to be JSON. Only
 * what the service needs of the caller's request goes there: a part is another request than the one
 * whose conditions, ranges and encodings the caller spoke of. Lives on the exchange's event loop.
 */
final class Fetch {
    private static final List<String> FROM_CALLER =
            List.of("Authorization", "traceparent", "tracestate", "Accept-Language");

    private final Exchange exchange;
    private final Part part;
    private final Future<Void> stopped;
    private final long deadlineNanos;
    private final boolean isCallers;
    private final Promise<Answer> answer = Promise.promise();
    private final JsonCheck json = new JsonCheck();
    private final List<Buffer> pieces = new ArrayList<>();
    private long bytes;
    private boolean ended;

    /**
     * @param deadline the caller's, which can shorten the part's timeout
     * @param stopped completes when nobody wants the part any more
     */
    Fetch(Exchange exchange, Part part, Deadline deadline, Future<Void> stopped) {
        this.exchange = exchange;
        this.part = part;
        this.stopped = stopped;
        long callers = Duration.ofMillis(deadline.leftMillis()).toNanos();
        this.isCallers = callers < part.timeout().toNanos();
        this.deadlineNanos = System.nanoTime() + Math.min(callers, part.timeout().toNanos());
    }

    /** At least a millisecond. */
    Duration left() {
        return Duration.ofMillis(Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000));
    }

    Future<Answer> send(HttpClientRequest request, Balancer.Instance instance) {
        request.exceptionHandler(_ -> {}); // told by the response's future as well
        long timer =
                exchange.context()
                        .vertx()
                        .setTimer(left().toMillis(), _ -> answer.tryComplete(tooSlow()));
        answer.future()
                .onComplete(_ -> {
                    exchange.context().vertx().cancelTimer(timer);
                    if (!ended) {
                        request.reset();
                    }
                });
        stopped.onComplete(
                _ -> answer.tryComplete(new Answer.Refused(Problems.callerLeft(), false)));
        if (answer.future().isComplete()) {
            return answer.future();
        }
        request.response()
                .onSuccess(response -> answered(response, instance))
                .onFailure(_ -> {
                    if (answer.tryComplete(broke())) {
                        instance.leaves();
                    }
                });
        prepareHeaders(request.headers());
        request.end();
        return answer.future();
    }

    private void prepareHeaders(MultiMap headers) {
        MultiMap callers = exchange.request().headers();
        FROM_CALLER.forEach(name -> copy(name, callers, headers));
        part.requestHeaders().forEach(name -> copy(name, callers, headers));
        headers.set("Accept", "application/json");
        Transfer.setOwnHeaders(exchange, headers, left().toMillis());
    }

    private static void copy(String name, MultiMap from, MultiMap to) {
        String value = from.get(name);
        if (value != null) {
            to.set(name, value);
        }
    }

    private void answered(HttpClientResponse response, Balancer.Instance instance) {
        if (Headers.endsConnection(response.headers())) {
            instance.leaves();
        } else {
            instance.answered();
        }
        response.exceptionHandler(_ -> answer.tryComplete(broke()));
        response.handler(this::add);
        response.endHandler(_ -> {
            ended = true;
            answer.tryComplete(whole(response));
        });
    }

    private void add(Buffer piece) {
        if (answer.future().isComplete()) {
            return;
        }
        bytes += piece.length();
        if (bytes > part.maxBytes()) {
            answer.tryComplete(unusable("sent more than " + part.maxBytes() + " bytes"));
            return;
        }
        pieces.add(piece);
        json.add(piece);
    }

    private Answer whole(HttpClientResponse response) {
        int status = response.statusCode();
        boolean isJson = json.isOneValue();
        if (status < 200 || status / 100 == 3 || (status / 100 == 2 && !isJson)) {
            return unusable("answered " + status + (isJson ? "" : " without JSON"));
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (isJson) {
            Headers.copyAnswer(response.headers(), headers);
            return new Answer.Relayed(status, headers, new Whole(pieces));
        }
        Answer relayed = new Answer.Relayed(status, headers, new Whole(List.of()));
        return new Answer.Refused(
                Problem.of(
                        status,
                        "part-failed",
                        "Part failed",
                        service() + " answered " + status + " and did not say why."),
                relayed.upstreamFailed());
    }

    private Answer tooSlow() {
        if (isCallers) {
            return new Answer.Refused(Problems.callersDeadline(), false);
        }
        return Answer.failed(Problems.upstreamTooSlow(part.upstream().name(), part.timeout()));
    }

    private Answer broke() {
        return Answer.failed(Problems.upstreamBroke(part.upstream().name()));
    }

    /** Not held against the service: it has answered, and others may be able to use it. */
    private Answer unusable(String what) {
        return new Answer.Refused(
                Problem.of(
                        502,
                        "part-unusable",
                        "Part unusable",
                        service() + " " + what + ", which cannot be put into another answer."),
                false);
    }

    private String service() {
        return "The service '" + part.upstream().name() + "'";
    }
}
