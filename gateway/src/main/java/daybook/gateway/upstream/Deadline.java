package daybook.gateway.upstream;

import daybook.gateway.exchange.Exchange;
import daybook.gateway.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * By when a request's answer must have begun: the route's timeout after the request was sent for
 * the first time, and no later than the caller wants. What is left is told to the upstream.
 */
final class Deadline {
    /**
     * Milliseconds until the sender gives up, as Envoy says it. From a caller it can shorten the
     * route's timeout, never lengthen it.
     */
    static final String HEADER = "X-Envoy-Expected-Rq-Timeout-Ms";

    private static final int MOST_DIGITS = 9;

    private final long startedNanos;
    private final long timeoutNanos;
    private final long callersNanos;
    private final LongSupplier nanoTime;
    private long firstSentNanos;
    private boolean sent;

    /** The caller's deadline cannot be read. */
    static final class NotADeadline extends RuntimeException {
        NotADeadline() {
            super("not a deadline", null, false, false);
        }
    }

    /**
     * @throws NotADeadline if the caller gives one that is not one number of milliseconds
     */
    static Deadline of(Exchange exchange) {
        List<String> given = exchange.request().headers().getAll(HEADER);
        long callers = Long.MAX_VALUE;
        if (!given.isEmpty()) {
            callers = Duration.ofMillis(millis(given)).toNanos();
        }
        Route route = exchange.route();
        return new Deadline(
                exchange.startedNanos(), route.timeout().toNanos(), callers, System::nanoTime);
    }

    Deadline(long startedNanos, long timeoutNanos, long callersNanos, LongSupplier nanoTime) {
        this.startedNanos = startedNanos;
        this.timeoutNanos = timeoutNanos;
        this.callersNanos = callersNanos;
        this.nanoTime = nanoTime;
    }

    /** The request is out: the timeout runs, unless it does so already. */
    void sent() {
        if (!sent) {
            sent = true;
            firstSentNanos = nanoTime.getAsLong();
        }
    }

    /** Milliseconds left, rounded up; zero or less once it is over. */
    long leftMillis() {
        return Math.ceilDiv(Math.min(routeLeft(), callersLeft()), 1_000_000L);
    }

    /** Whether the caller gives up before the route does, so that nobody else is to blame. */
    boolean isCallers() {
        return callersLeft() < routeLeft();
    }

    private long routeLeft() {
        return sent ? timeoutNanos - (nanoTime.getAsLong() - firstSentNanos) : timeoutNanos;
    }

    private long callersLeft() {
        return callersNanos == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : callersNanos - (nanoTime.getAsLong() - startedNanos);
    }

    private static long millis(List<String> given) {
        String text = given.getFirst();
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (given.size() > 1 || !digits || text.length() > MOST_DIGITS) {
            throw new NotADeadline();
        }
        return Long.parseLong(text);
    }
}
