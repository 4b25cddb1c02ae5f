package daybook.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.exchange.Answer;
import daybook.gateway.exchange.Problem;
import daybook.gateway.route.BreakerSettings;
import daybook.gateway.testing.Await;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** In Quarkus, without which SmallRye's guards cannot be built; the calls are promises. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class CircuitTest {
    private static final Duration DELAY = Duration.ofMillis(50);
    private static final Answer GOOD =
            new Answer.Relayed(
                    200, MultiMap.caseInsensitiveMultiMap(), _ -> Future.succeededFuture());
    private static final Answer FAILED = Answer.failed(Problem.of(504, "slow", "", ""));
    private static final Answer NO_VERDICT =
            new Answer.Refused(Problem.of(499, "caller-left", "", ""), false);
    private static final Answer OPEN = new Answer.Refused(Problem.of(503, "open", "", ""), false);

    private final AtomicLong nanoTime = new AtomicLong(1_000);

    @Test
    void a_probe_that_ends_without_a_verdict_is_handed_to_the_next_request() {
        Circuit circuit = halfOpen(2);
        assertThat(call(circuit, GOOD)).isSameAs(GOOD);
        for (int i = 0; i < 5; i++) {
            assertThat(call(circuit, NO_VERDICT)).isSameAs(NO_VERDICT);
            assertThat(circuit.state()).isEqualTo(CircuitBreakerState.HALF_OPEN);
        }
        assertThat(call(circuit, GOOD)).isSameAs(GOOD);
        assertThat(circuit.state()).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void a_probe_without_a_verdict_does_not_make_a_failing_upstream_well() {
        Circuit circuit = halfOpen(1);
        call(circuit, NO_VERDICT);
        assertThat(call(circuit, FAILED)).isSameAs(FAILED);
        assertThat(circuit.state()).isEqualTo(CircuitBreakerState.OPEN);
    }

    @Test
    void a_probe_that_does_not_end_is_handed_over_after_the_delay() {
        Circuit circuit = halfOpen(1);
        Promise<Answer> never = Promise.promise();
        circuit.call(never::future, () -> OPEN);
        assertThat(call(circuit, GOOD)).isSameAs(OPEN);
        nanoTime.addAndGet(DELAY.toNanos() + 1);
        Promise<Answer> second = Promise.promise();
        Future<Answer> answer = circuit.call(second::future, () -> OPEN);
        assertThat(call(circuit, GOOD)).as("one at a time").isSameAs(OPEN);
        second.complete(GOOD);
        assertThat(answer.result()).isSameAs(GOOD);
        assertThat(circuit.state()).isEqualTo(CircuitBreakerState.CLOSED);
        never.complete(FAILED);
        assertThat(circuit.state()).as("too late").isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void a_call_that_fails_in_the_gateway_is_passed_on_and_gives_its_probe_back() {
        Circuit circuit = halfOpen(1);
        Future<Answer> bug =
                circuit.call(
                        () -> {
                            throw new IllegalStateException("a bug");
                        },
                        () -> OPEN);
        assertThat(bug.cause()).hasMessage("a bug");
        assertThat(call(circuit, GOOD)).isSameAs(GOOD);
        assertThat(circuit.state()).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void callers_who_leave_do_not_hide_that_the_upstream_fails() {
        Circuit circuit = circuit(new BreakerSettings(4, 1, Duration.ofMinutes(1), 1));
        for (int i = 0; i < 4; i++) {
            assertThat(circuit.state()).isEqualTo(CircuitBreakerState.CLOSED);
            call(circuit, NO_VERDICT);
            call(circuit, FAILED);
        }
        assertThat(circuit.state()).isEqualTo(CircuitBreakerState.OPEN);
    }

    private Circuit halfOpen(int probes) {
        Circuit circuit = circuit(new BreakerSettings(1, 1, DELAY, probes));
        call(circuit, FAILED);
        Await.until("half-open", () -> circuit.state() == CircuitBreakerState.HALF_OPEN);
        return circuit;
    }

    private Circuit circuit(BreakerSettings settings) {
        return new Circuit("some", settings, nanoTime::get);
    }

    private static Answer call(Circuit circuit, Answer answer) {
        return circuit.call(() -> Future.succeededFuture(answer), () -> OPEN).result();
    }
}
