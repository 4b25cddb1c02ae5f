package daybook.eventlog.testing;

import daybook.eventlog.Deadline;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import daybook.eventlog.Inbox;
import daybook.eventlog.Message;
import daybook.eventlog.Process;
import daybook.eventlog.Service;
import daybook.eventlog.TypeTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The smallest service that uses all that the event log offers: it adds, up to a hundred. */
public final class Tally implements Decider<Tally.Command, Tally.State, Tally.Event> {

    public static final int LIMIT = 100;

    private static final TypeTable<Command> COMMANDS =
            TypeTable.of(
                    Command.class,
                    Map.of(
                            "add",
                            Command.Add.class,
                            "explode",
                            Command.Explode.class,
                            "remind",
                            Command.Remind.class,
                            "ring",
                            Command.Ring.class));
    private static final TypeTable<Event> EVENTS =
            TypeTable.of(
                    Event.class,
                    Map.of(
                            "added",
                            Event.Added.class,
                            "reminder-set",
                            Event.ReminderSet.class,
                            "rung",
                            Event.Rung.class));
    private static final TypeTable<State> STATES =
            TypeTable.of(State.class, Map.of("sum", State.class));

    private static final Set<String> MENDED = ConcurrentHashMap.newKeySet();

    /** Commands that exploded because of this bug do so no longer, as after a new release. */
    public static void mend(String bug) {
        MENDED.add(bug);
    }

    /** What may be asked of a tally. */
    public sealed interface Command {
        /** Add to the sum, one event for each amount; refused if it would pass the limit. */
        record Add(List<Integer> amounts) implements Command {
            public Add {
                amounts = List.copyOf(amounts);
            }
        }

        /** Makes the decider throw, as a bug would, until it is {@linkplain #mend mended}. */
        record Explode(String bug) implements Command {}

        /** Set a deadline. */
        record Remind(Instant at) implements Command {}

        /** From the deadline. */
        record Ring() implements Command {}
    }

    /** What happened to a tally. */
    public sealed interface Event {
        record Added(int amount) implements Event {}

        record ReminderSet(Instant at) implements Event {}

        record Rung() implements Event {}
    }

    public record State(int sum, Optional<Instant> remindAt, int rung) {}

    /**
     * The tally as a service: everything that is added is told to a peer's inbox.
     *
     * @param name also names the topics; the peer is {@code name-peer}
     */
    public static Service<Command, State, Event> service(String name) {
        var peer = new Inbox<>(name + "-peer", COMMANDS);
        Process<State, Event> process =
                (id, _, event) ->
                        event instanceof Event.Added(var amount)
                                ? List.<Message>of(
                                        peer.message(id, new Command.Add(List.of(amount))))
                                : List.of();
        return new Service<>(name, new Tally(), process, COMMANDS, EVENTS, STATES, 1);
    }

    @Override
    public State initial() {
        return new State(0, Optional.empty(), 0);
    }

    @Override
    public Decision<Event> decide(State state, Command command, Instant at) {
        return switch (command) {
            case Command.Add(var amounts) -> {
                int sum = state.sum() + amounts.stream().mapToInt(Integer::intValue).sum();
                yield sum > LIMIT
                        ? Decision.conflict("over-limit", "%d is over %d".formatted(sum, LIMIT))
                        : Decision.accept(amounts.stream().<Event>map(Event.Added::new).toList());
            }
            case Command.Explode(var bug) -> {
                if (!MENDED.contains(bug)) {
                    throw new IllegalStateException("as asked: " + bug);
                }
                yield Decision.accept(new Event.Added(1));
            }
            case Command.Remind(var when) -> Decision.accept(new Event.ReminderSet(when));
            case Command.Ring() -> Decision.accept(new Event.Rung());
        };
    }

    @Override
    public State evolve(State state, Event event) {
        return switch (event) {
            case Event.Added(var amount) ->
                    new State(state.sum() + amount, state.remindAt(), state.rung());
            case Event.ReminderSet(var when) ->
                    new State(state.sum(), Optional.of(when), state.rung());
            case Event.Rung() -> new State(state.sum(), Optional.empty(), state.rung() + 1);
        };
    }

    @Override
    public Optional<Deadline<Command>> deadline(State state) {
        return state.remindAt().map(at -> new Deadline<>(at, new Command.Ring()));
    }
}
