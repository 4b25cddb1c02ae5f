package daybook.gateway.route;

import java.time.Duration;

/**
 * A token bucket: holds at most {@code burst} tokens and gains {@code requests} of them every
 * {@code per}.
 *
 * @param name the bucket's name in RateLimit headers; callers under quotas of one name share it
 */
public record Quota(String name, long requests, Duration per, long burst) {

    /** How long an empty bucket takes to be full again. */
    public Duration refill() {
        return Duration.ofNanos(Math.ceilDiv(Math.multiplyExact(per.toNanos(), burst), requests));
    }
}
