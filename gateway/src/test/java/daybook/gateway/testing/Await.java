package daybook.gateway.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for a condition to hold, within a deadline. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(20);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + DEADLINE + ": " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Waits until a figure has stood still for half a second, and gives it back. */
    public static long standstill(String what, LongSupplier figure) {
        long[] last = {figure.getAsLong(), System.nanoTime()};
        until(
                what + " stands still",
                () -> {
                    long now = figure.getAsLong();
                    if (now != last[0]) {
                        last[0] = now;
                        last[1] = System.nanoTime();
                    }
                    return now > 0 && System.nanoTime() - last[1] > 500_000_000L;
                });
        return last[0];
    }
}
