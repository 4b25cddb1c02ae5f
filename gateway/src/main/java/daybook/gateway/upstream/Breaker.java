package daybook.gateway.upstream;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Problem;
import daybook.gateway.route.BreakerSettings;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One upstream's circuit breaker, which an operator may hold open or closed. */
public final class Breaker {
    /** Nobody knows when the operator lets go. */
    private static final Duration HELD_RETRY = Duration.ofSeconds(30);

    private final String upstream;
    private final BreakerSettings settings;
    private volatile Circuit circuit;
    private volatile @Nullable Act act;

    /** Who decides whether requests go through. */
    public enum Mode {
        /** The circuit, by how calls end. */
        AUTOMATIC,
        /** No request does. */
        OPEN,
        /** Every request does, however calls end. */
        CLOSED
    }

    /** What an operator did last. */
    public record Act(Mode mode, String who, String why, Instant at) {}

    public Breaker(String upstream, BreakerSettings settings) {
        this.upstream = upstream;
        this.settings = settings;
        this.circuit = newCircuit();
    }

    /** Makes the call unless the breaker is open; then the answer is a problem at once. */
    public Future<Answer> call(Supplier<Future<Answer>> call) {
        return switch (mode()) {
            case AUTOMATIC -> {
                Circuit now = circuit;
                yield now.call(call, () -> new Answer.Refused(open(now), false));
            }
            case CLOSED -> call.get();
            case OPEN -> Answer.refuse(heldOpen());
        };
    }

    /** Does what an operator wants; going back to automatic forgets what calls have shown. */
    public void operate(Act by) {
        if (by.mode() == Mode.AUTOMATIC) {
            circuit = newCircuit();
        }
        act = by;
    }

    /** What was done to it last, if anything was. */
    public Optional<Act> act() {
        return Optional.ofNullable(act);
    }

    public Mode mode() {
        Act last = act;
        return last == null ? Mode.AUTOMATIC : last.mode();
    }

    public CircuitBreakerState state() {
        return switch (mode()) {
            case AUTOMATIC -> circuit.state();
            case OPEN -> CircuitBreakerState.OPEN;
            case CLOSED -> CircuitBreakerState.CLOSED;
        };
    }

    private Circuit newCircuit() {
        return new Circuit(upstream, settings, System::nanoTime);
    }

    private Problem open(Circuit now) {
        return unavailable("has failed too often just now and is given a pause")
                .retryAfter(now.opensFor());
    }

    private Problem heldOpen() {
        return unavailable("is kept from requests by an operator").retryAfter(HELD_RETRY);
    }

    private Problem unavailable(String why) {
        return Problem.of(
                503,
                "upstream-unavailable",
                "Service unavailable",
                "The service '"
                        + upstream
                        + "' "
                        + why
                        + ". Nothing was sent to it; try again later.");
    }
}
