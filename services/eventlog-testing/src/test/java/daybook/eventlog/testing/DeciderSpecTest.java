package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.eventlog.Deadline;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import daybook.eventlog.Decision.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeciderSpecTest {

    private static final Instant NOON = Instant.parse("2026-11-05T12:00:00Z");

    /** Adds what it is told to, but nothing negative; waits to be told more than ten. */
    private static final class Sum implements Decider<Integer, Integer, Integer> {

        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public Decision<Integer> decide(Integer state, Integer command, Instant at) {
            if (command < 0) {
                return Decision.invalid("negative", command + " is negative");
            }
            return command == 0 ? Decision.unchanged() : Decision.accept(command);
        }

        @Override
        public Integer evolve(Integer state, Integer event) {
            return state + event;
        }

        @Override
        public Optional<Deadline<Integer>> deadline(Integer state) {
            return state > 10 ? Optional.empty() : Optional.of(new Deadline<>(NOON, 10));
        }
    }

    private static final DeciderSpec<Integer, Integer, Integer> SUM = DeciderSpec.of(new Sum());

    @Test
    void what_is_true_passes() {
        SUM.given(1, 2).when(3, NOON).then(3).thenState(6).thenDeadline(NOON, 10);
        SUM.given(10).when(3, NOON).then(3).thenNoDeadline();
        SUM.when(0, NOON).thenUnchanged();
        SUM.when(-1, NOON).thenRejected(Reason.INVALID, "negative").naming("-1");
        assertThat(SUM.given(1).when(3, NOON).after().state()).isEqualTo(4);
        assertThat(SUM.given(1).when(-3, NOON).after().state()).isEqualTo(1);
    }

    @Test
    void what_is_false_fails() {
        var accepted = SUM.given(1).when(3, NOON);
        fails(() -> accepted.then(4));
        fails(() -> accepted.then(3, 3));
        fails(accepted::thenUnchanged);
        fails(() -> accepted.thenRejected("negative"));
        fails(() -> accepted.thenState(3));
        fails(() -> accepted.thenDeadline(NOON.plusNanos(1), 10));
        fails(accepted::thenNoDeadline);

        var rejected = SUM.when(-1, NOON);
        fails(() -> rejected.then(-1));
        fails(rejected::thenUnchanged);
        fails(() -> rejected.thenRejected("other"));
        fails(() -> rejected.thenRejected(Reason.CONFLICT, "negative"));
        fails(() -> rejected.naming("-2"));
    }

    private static void fails(Runnable claim) {
        assertThatThrownBy(claim::run).isInstanceOf(AssertionError.class);
    }
}
