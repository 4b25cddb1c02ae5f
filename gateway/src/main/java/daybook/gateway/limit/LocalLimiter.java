package daybook.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import daybook.gateway.route.Quota;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Token buckets in this process. Their number is bounded: a bucket that nobody drew on for as long
 * as it needs to fill up is dropped, which changes nothing; over the bound the least used go, and
 * such a subject starts with a full bucket again.
 */
public final class LocalLimiter implements Limiter {
    private final Cache<Key, Bucket> buckets;
    private final TimeMeter clock;

    private record Key(String subject, Quota quota) {}

    /**
     * @param maxBuckets bound on buckets kept
     * @param clock nanoseconds that never go back
     */
    public LocalLimiter(long maxBuckets, Ticker clock) {
        this.clock = new Nanos(clock);
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(maxBuckets)
                        .ticker(clock)
                        .executor(Runnable::run)
                        .expireAfter(
                                Expiry.<Key, Bucket>accessing(
                                        (key, bucket) -> key.quota().refill().plusSeconds(1)))
                        .build();
    }

    @Override
    public Future<Verdict> take(String subject, Quota quota, int cost) {
        Bucket bucket = buckets.get(new Key(subject, quota), key -> newBucket(key.quota()));
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(cost);
        return Future.succeededFuture(
                new Verdict(
                        probe.isConsumed(),
                        probe.getRemainingTokens(),
                        Duration.ofNanos(probe.getNanosToWaitForRefill()),
                        Duration.ofNanos(probe.getNanosToWaitForReset())));
    }

    /** Buckets kept now. */
    public long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket newBucket(Quota quota) {
        Bandwidth bandwidth =
                Bandwidth.builder()
                        .capacity(quota.burst())
                        .refillGreedy(quota.requests(), quota.per())
                        .build();
        return Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(clock).build();
    }

    private record Nanos(Ticker ticker) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return ticker.read();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
