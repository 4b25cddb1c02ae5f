package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Stage;
import io.vertx.core.Future;
import java.util.List;

/**
 * One step of the chain: answers the request itself, or lets the next step do so. Runs on the event
 * loop and never blocks. A refusal is an answer; a failed future is a bug.
 */
public interface Interceptor {
    Future<Answer> intercept(Exchange exchange, Next next);

    /** The stage that a request is in from here on. */
    Stage stage();

    /** The rest of the chain. */
    interface Next {
        Future<Answer> proceed(Exchange exchange);
    }

    /** The interceptors as one, first to last; the last one must not call its next. */
    static Next chain(List<Interceptor> interceptors) {
        Next next =
                exchange -> Future.failedFuture(new IllegalStateException("the chain has no end"));
        for (Interceptor interceptor : interceptors.reversed()) {
            Next rest = next;
            Stage stage = interceptor.stage();
            next =
                    exchange -> {
                        exchange.enters(stage);
                        return interceptor.intercept(exchange, rest);
                    };
        }
        return next;
    }
}
