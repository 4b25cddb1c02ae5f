package daybook.gateway.limit;

import daybook.gateway.route.Quota;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Takes a request out of a subject's quota. Asynchronous, so that a store that replicas share can
 * take the place of the one in this process.
 */
public interface Limiter {
    /**
     * @param cost requests that it counts as, at least 1 and no more than the quota's burst
     */
    Future<Verdict> take(String subject, Quota quota, int cost);

    /**
     * Whether the request may pass, and how the quota stands after it.
     *
     * @param remaining requests left at once
     * @param untilNext how long until one more is allowed, zero if one is left
     * @param untilFull how long until the whole quota is there again
     */
    record Verdict(boolean allowed, long remaining, Duration untilNext, Duration untilFull) {}
}
