package daybook.gateway.upstream;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Problem;
import daybook.gateway.route.BreakerSettings;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * One upstream's circuit breaker: SmallRye's, with settings from the routes file. It has no timer
 * of its own in half-open state, so every call under it must end by itself; {@link Transfer} does.
 */
public final class Breaker {
    private final TypedGuard<CompletionStage<Answer>> guard;
    private final String upstream;
    private final Duration delay;
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;
    private volatile long openedNanos;

    /** Tells SmallRye, which counts exceptions, that an answer is one of failure. */
    private static final class UpstreamFailed extends RuntimeException {
        final transient Answer answer;

        UpstreamFailed(Answer answer) {
            super("upstream failed", null, false, false);
            this.answer = answer;
        }
    }

    public Breaker(String upstream, BreakerSettings settings) {
        this.upstream = upstream;
        this.delay = settings.delay();
        this.guard =
                TypedGuard.create(new TypeLiteral<CompletionStage<Answer>>() {})
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

    /** Makes the call unless the breaker is open; then the answer is a problem at once. */
    public Future<Answer> call(Supplier<Future<Answer>> call) {
        Context context = Vertx.currentContext();
        CompletionStage<Answer> guarded =
                guard.get(() -> call.get().map(Breaker::failureAsException).toCompletionStage());
        return Future.fromCompletionStage(guarded, context).recover(this::exceptionAsAnswer);
    }

    public CircuitBreakerState state() {
        return state;
    }

    private static Answer failureAsException(Answer answer) {
        if (answer.upstreamFailed()) {
            throw new UpstreamFailed(answer);
        }
        return answer;
    }

    private Future<Answer> exceptionAsAnswer(Throwable failure) {
        return switch (failure) {
            case UpstreamFailed failed -> Future.succeededFuture(failed.answer);
            case CircuitBreakerOpenException _ -> Answer.refuse(open());
            default -> Future.failedFuture(failure);
        };
    }

    private Problem open() {
        long openMillis = (System.nanoTime() - openedNanos) / 1_000_000;
        return Problem.of(
                        503,
                        "upstream-unavailable",
                        "Service unavailable",
                        "The service '"
                                + upstream
                                + "' has failed too often just now and is given a pause."
                                + " Nothing was sent to it; try again later.")
                .retryAfter(delay.minusMillis(openMillis));
    }

    private void changed(CircuitBreakerState now) {
        if (now == CircuitBreakerState.OPEN) {
            openedNanos = System.nanoTime();
        }
        state = now;
    }
}
