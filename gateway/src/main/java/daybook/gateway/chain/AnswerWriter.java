package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.CorrelationId;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Headers;
import daybook.gateway.exchange.Leftover;
import daybook.gateway.exchange.Problem;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;

/** Puts the answer on the wire. */
public final class AnswerWriter {
    private AnswerWriter() {}

    /** Ends when all is sent, or fails when the caller or the upstream broke off. */
    public static Future<Void> write(Exchange exchange, Answer answer) {
        HttpServerResponse response = exchange.response();
        MultiMap headers = response.headers();
        Future<Void> written =
                switch (answer) {
                    case Answer.Refused(var problem, _) -> {
                        problem.headers().forEach(headers::set);
                        standardHeaders(exchange, headers);
                        yield problem(exchange, problem);
                    }
                    case Answer.Relayed(var status, var upstreamHeaders, var body) -> {
                        headers.addAll(upstreamHeaders);
                        standardHeaders(exchange, headers);
                        response.setStatusCode(status);
                        boolean noBody = status == 204 || status == 304;
                        response.setChunked(!noBody && !headers.contains("Content-Length"));
                        yield body.sendTo(response);
                    }
                };
        return written.onSuccess(v -> Leftover.discard(exchange));
    }

    private static void standardHeaders(Exchange exchange, MultiMap headers) {
        exchange.answerHeaders().forEach(headers::set);
        headers.set(CorrelationId.HEADER, exchange.correlationId());
        if (Headers.endsConnection(exchange.request().headers())) {
            headers.set("Connection", "close");
        }
        headers.set("X-Content-Type-Options", "nosniff");
        unlessSet(headers, "Content-Security-Policy", "frame-ancestors 'none'");
        unlessSet(headers, "Referrer-Policy", "no-referrer");
        unlessSet(headers, "Cache-Control", "no-store");
        if (exchange.request().isSSL()) {
            unlessSet(headers, "Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** A service may know better. */
    private static void unlessSet(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }

    private static Future<Void> problem(Exchange exchange, Problem problem) {
        HttpServerResponse response = exchange.response();
        if (response.closed()) {
            return Future.failedFuture("the caller left");
        }
        if (Leftover.endsConnection(exchange.request())) {
            response.putHeader("Connection", "close");
        }
        return response.setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.json());
    }
}
