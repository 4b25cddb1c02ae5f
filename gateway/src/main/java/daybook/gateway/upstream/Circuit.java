package daybook.gateway.upstream;

import daybook.gateway.exchange.Answer;
import daybook.gateway.route.BreakerSettings;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * SmallRye's circuit breaker, which is told about a call only if it says something about the
 * upstream. A refusal of our own, such as for a caller who left, is no verdict: it neither counts
 * nor uses up a probe.
 *
 * <p>SmallRye lets so many probes through in half-open state and then waits for all of them. A
 * probe that ends without a verdict, or has none after the breaker's delay, is therefore handed
 * over to the next request.
 */
final class Circuit {
    /** Tells SmallRye, which counts exceptions, that an answer is one of failure. */
    private static final UpstreamFailed FAILED = new UpstreamFailed();

    private final TypedGuard<CompletionStage<Boolean>> guard;
    private final Duration delay;
    private final LongSupplier nanoTime;
    private final Queue<Probe> probes = new ConcurrentLinkedQueue<>();
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile long openedNanos;

    private static final class UpstreamFailed extends RuntimeException {
        UpstreamFailed() {
            super("upstream failed", null, false, false);
        }
    }

    /** A call that the breaker lets through; its verdict is that of whoever has it first. */
    private final class Probe {
        private static final long FREE = 0;

        final CompletableFuture<Boolean> verdict = new CompletableFuture<>();
        private final AtomicLong sinceNanos = new AtomicLong(now());

        void free() {
            sinceNanos.set(FREE);
        }

        boolean takeOver() {
            long since = sinceNanos.get();
            boolean open = since == FREE || nanoTime.getAsLong() - since > delay.toNanos();
            return open && sinceNanos.compareAndSet(since, now());
        }

        private long now() {
            long now = nanoTime.getAsLong();
            return now == FREE ? 1 : now;
        }
    }

    /**
     * @param nanoTime a clock as {@link System#nanoTime}, for probes without a verdict
     */
    Circuit(String upstream, BreakerSettings settings, LongSupplier nanoTime) {
        this.delay = settings.delay();
        this.nanoTime = nanoTime;
        this.guard =
                TypedGuard.create(new TypeLiteral<CompletionStage<Boolean>>() {})
                        .withDescription("gateway upstream " + upstream)
                        .withCircuitBreaker()
                        .requestVolumeThreshold(settings.window())
                        .failureRatio(settings.failureRatio())
                        .delay(settings.delay().toMillis(), ChronoUnit.MILLIS)
                        .successThreshold(settings.probes())
                        .failOn(UpstreamFailed.class)
                        .onStateChange(this::changed)
                        .done()
                        .build();
    }

    /** Makes the call, or gives the other answer if the circuit is open. */
    Future<Answer> call(Supplier<Future<Answer>> call, Supplier<Answer> ifOpen) {
        Promise<Answer> answer = Promise.promise();
        guard.get(() -> begin(call, answer))
                .whenComplete((_, failure) -> {
                    if (failure instanceof CircuitBreakerOpenException) {
                        refused(call, ifOpen, answer);
                    } else if (failure != null && failure != FAILED) {
                        answer.tryFail(failure);
                    }
                });
        return answer.future();
    }

    CircuitBreakerState state() {
        return state;
    }

    /** How long it will be open; negative once it may be tried. */
    Duration opensFor() {
        return delay.minusNanos(System.nanoTime() - openedNanos);
    }

    private CompletionStage<Boolean> begin(Supplier<Future<Answer>> call, Promise<Answer> answer) {
        Probe probe = new Probe();
        // While it is said to be open it may be half-open already.
        if (state != CircuitBreakerState.CLOSED) {
            probes.add(probe);
        }
        run(probe, call, answer);
        return probe.verdict;
    }

    private void refused(
            Supplier<Future<Answer>> call, Supplier<Answer> ifOpen, Promise<Answer> answer) {
        if (state == CircuitBreakerState.HALF_OPEN) {
            for (Probe probe : probes) {
                if (probe.takeOver()) {
                    run(probe, call, answer);
                    return;
                }
            }
        }
        answer.complete(ifOpen.get());
    }

    private void run(Probe probe, Supplier<Future<Answer>> call, Promise<Answer> answer) {
        Future<Answer> called;
        try {
            called = call.get();
        } catch (RuntimeException e) {
            called = Future.failedFuture(e);
        }
        called.onComplete(done -> {
            judge(probe, done);
            answer.handle(done);
        });
    }

    private void judge(Probe probe, AsyncResult<Answer> done) {
        if (done.succeeded() && done.result().upstreamFailed()) {
            probes.remove(probe);
            probe.verdict.completeExceptionally(FAILED);
        } else if (done.succeeded() && !(done.result() instanceof Answer.Refused)) {
            probes.remove(probe);
            probe.verdict.complete(true);
        } else {
            probe.free();
        }
    }

    private void changed(CircuitBreakerState now) {
        if (now == CircuitBreakerState.OPEN) {
            openedNanos = System.nanoTime();
        }
        state = now;
        // Not on half-open: its first probe may be here before this is told.
        if (now != CircuitBreakerState.HALF_OPEN) {
            probes.clear();
        }
    }
}
