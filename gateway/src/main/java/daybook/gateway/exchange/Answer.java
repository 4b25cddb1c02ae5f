package daybook.gateway.exchange;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;

/** What an interceptor gives back: a problem of our own, or an upstream's answer to pass on. */
public sealed interface Answer {

    /** Whether the upstream is to blame; its breaker counts these. */
    boolean upstreamFailed();

    record Refused(Problem problem, boolean upstreamFailed) implements Answer {}

    /** An upstream's status and headers (already cleaned), its body still to come. */
    record Relayed(int status, MultiMap headers, Body body) implements Answer {
        @Override
        public boolean upstreamFailed() {
            return status == 502 || status == 503 || status == 504;
        }
    }

    /** A body that streams as fast as the receiver takes it. */
    interface Body {
        /** Ends when all is sent; fails when either side broke off. */
        Future<Void> sendTo(HttpServerResponse response);
    }

    static Future<Answer> refuse(Problem problem) {
        return Future.succeededFuture(new Refused(problem, false));
    }

    static Answer failed(Problem problem) {
        return new Refused(problem, true);
    }
}
