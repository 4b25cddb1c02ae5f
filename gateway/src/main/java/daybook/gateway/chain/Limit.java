package daybook.gateway.chain;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Caller;
import daybook.gateway.exchange.Exchange;
import daybook.gateway.exchange.Problem;
import daybook.gateway.exchange.Stage;
import daybook.gateway.limit.Limiter;
import daybook.gateway.route.Quota;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Takes the request out of the caller's quota and says so in the answer's RateLimit fields
 * (draft-ietf-httpapi-ratelimit-headers).
 */
public final class Limit implements Interceptor {
    private final Limiter limiter;

    public Limit(Limiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Future<Answer> intercept(Exchange exchange, Next next) {
        Caller caller = exchange.caller();
        Quota quota = exchange.route().limit().of(caller.roles());
        return limiter.take(caller.subject(), quota, exchange.route().cost())
                .compose(verdict -> decide(verdict, quota, exchange, next));
    }

    private static Future<Answer> decide(
            Limiter.Verdict verdict, Quota quota, Exchange exchange, Next next) {
        String name = '"' + quota.name() + '"';
        exchange.answerHeaders()
                .set(
                        "RateLimit-Policy",
                        name + ";q=" + quota.burst() + ";w=" + seconds(quota.refill()))
                .set(
                        "RateLimit",
                        name + ";r=" + verdict.remaining() + ";t=" + seconds(verdict.untilFull()));
        if (verdict.allowed()) {
            return next.proceed(exchange);
        }
        return Answer.refuse(
                Problem.of(
                                429,
                                "rate-limited",
                                "Too many requests",
                                "The quota "
                                        + quota.name()
                                        + " allows "
                                        + quota.requests()
                                        + " requests per "
                                        + quota.per().toMillis()
                                        + " ms; slow down.")
                        .retryAfter(verdict.untilNext()));
    }

    private static long seconds(Duration duration) {
        return Math.ceilDiv(duration.toMillis(), 1000L);
    }
}
