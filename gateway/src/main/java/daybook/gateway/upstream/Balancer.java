package daybook.gateway.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Chooses among an upstream's instances: each in turn, but one that failed or is leaving is left
 * out for a pause, after which a single request tries it. Knows nothing of connections; used by
 * many event loops at once.
 */
final class Balancer {
    /** An instance that has not failed. */
    private static final long IN = 0;

    private final List<Instance> instances;
    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * @param pause for how long one that failed is left out
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    Balancer(List<URI> addresses, Duration pause, LongSupplier nanoTime) {
        this.instances = addresses.stream().map(Instance::new).toList();
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * All instances in the order in which a request should try them: one whose pause is over, then
     * those that are well, then, as a last resort, those that are left out.
     */
    List<Instance> inOrder() {
        int first = Math.floorMod(turn.getAndIncrement(), instances.size());
        List<Instance> well = new ArrayList<>();
        List<Instance> leftOut = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            Instance instance = instances.get((first + i) % instances.size());
            if (instance.isIn()) {
                well.add(instance);
            } else if (instance.isToBeTried()) {
                well.addFirst(instance);
            } else {
                leftOut.add(instance);
            }
        }
        well.addAll(leftOut);
        return well;
    }

    /** One address of the upstream, and whether requests should go there. */
    final class Instance {
        private final URI address;
        private final AtomicLong outUntilNanos = new AtomicLong(IN);

        private Instance(URI address) {
            this.address = address;
        }

        URI address() {
            return address;
        }

        void answered() {
            outUntilNanos.set(IN);
        }

        /** It cannot be reached, broke off, or says that it closes its connections. */
        void leaves() {
            outUntilNanos.set(pauseEnd());
        }

        private boolean isIn() {
            return outUntilNanos.get() == IN;
        }

        /** Whether its pause is over; true for one request, and for the others it begins anew. */
        private boolean isToBeTried() {
            long until = outUntilNanos.get();
            return until != IN
                    && nanoTime.getAsLong() - until >= 0
                    && outUntilNanos.compareAndSet(until, pauseEnd());
        }

        private long pauseEnd() {
            long end = nanoTime.getAsLong() + pauseNanos;
            return end == IN ? 1 : end;
        }
    }
}
