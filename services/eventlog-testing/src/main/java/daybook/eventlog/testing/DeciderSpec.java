package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.Deadline;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import daybook.eventlog.Decision.Accepted;
import daybook.eventlog.Decision.Reason;
import daybook.eventlog.Decision.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Given events, when a command, then events or a refusal. Immutable, so that a spec with a history
 * can be shared by many tests.
 *
 * <pre>{@code
 * DeciderSpec.of(new OrderDecider(waits))
 *         .given(placed, reserved)
 *         .when(new CancelOrder("", "changed my mind"), NOON)
 *         .then(new VoidStarted(CANCELLED, "changed my mind", NOON.plus(waits.retry())))
 *         .thenDeadline(NOON.plus(waits.retry()), new StepOverdue());
 * }</pre>
 */
public final class DeciderSpec<C, S, E> {

    private final Decider<C, S, E> decider;
    private final S state;

    private DeciderSpec(Decider<C, S, E> decider, S state) {
        this.decider = decider;
        this.state = state;
    }

    public static <C, S, E> DeciderSpec<C, S, E> of(Decider<C, S, E> decider) {
        return new DeciderSpec<>(decider, decider.initial());
    }

    /** What happened so far; may be called again to add to it. */
    @SafeVarargs
    public final DeciderSpec<C, S, E> given(E... events) {
        return given(List.of(events));
    }

    public DeciderSpec<C, S, E> given(List<? extends E> events) {
        S after = state;
        for (E event : events) {
            after = decider.evolve(after, event);
        }
        return new DeciderSpec<>(decider, after);
    }

    public Outcome when(C command, Instant at) {
        return new Outcome(command, decider.decide(state, command, at));
    }

    public S state() {
        return state;
    }

    public Optional<Deadline<C>> deadline() {
        return decider.deadline(state);
    }

    /** What a command did, to be asserted. */
    public final class Outcome {

        private final C command;
        private final Decision<E> decision;

        private Outcome(C command, Decision<E> decision) {
            this.command = command;
            this.decision = decision;
        }

        /** The command led to exactly these events, in this order. */
        @SafeVarargs
        public final Outcome then(E... events) {
            return then(List.of(events));
        }

        public Outcome then(List<? extends E> events) {
            assertThat(decision)
                    .as("%s on %s", command, state)
                    .isEqualTo(new Accepted<E>(List.copyOf(events)));
            return this;
        }

        /** The command was accepted and changed nothing. */
        public Outcome thenUnchanged() {
            return then(List.of());
        }

        public Outcome thenRejected(String code) {
            assertThat(rejection().code()).as("%s on %s", command, state).isEqualTo(code);
            return this;
        }

        public Outcome thenRejected(Reason reason, String code) {
            assertThat(rejection().reason()).as("%s on %s", command, state).isEqualTo(reason);
            return thenRejected(code);
        }

        /** The refusal's sentence for people names each of these. */
        public Outcome naming(String... parts) {
            assertThat(rejection().detail()).contains(parts);
            return this;
        }

        /** The state with the command's events applied. */
        public Outcome thenState(S expected) {
            assertThat(after().state()).isEqualTo(expected);
            return this;
        }

        /** With the command's events applied, the stream gives itself this command then. */
        public Outcome thenDeadline(Instant due, C expected) {
            assertThat(after().deadline()).contains(new Deadline<>(due, expected));
            return this;
        }

        public Outcome thenNoDeadline() {
            assertThat(after().deadline()).isEmpty();
            return this;
        }

        /** The history with the command's events, to go on from. */
        public DeciderSpec<C, S, E> after() {
            return switch (decision) {
                case Accepted<E>(List<E> events) -> given(events);
                case Rejected<E> _ -> DeciderSpec.this;
            };
        }

        private Rejected<E> rejection() {
            if (decision instanceof Rejected<E> rejected) {
                return rejected;
            }
            throw new AssertionError(
                    "%s on %s was to be rejected, but led to %s"
                            .formatted(command, state, decision));
        }
    }
}
