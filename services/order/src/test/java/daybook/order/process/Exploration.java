package daybook.order.process;

import daybook.contracts.order.OrderCommand.CancelOrder;
import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderCommand.ReturnItems;
import daybook.contracts.order.OrderCommand.StepOverdue;
import daybook.contracts.order.ReturnedLine;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Open;
import daybook.order.process.World.Move;
import daybook.order.process.World.Rules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tries every way in which an order can go: every interleaving of messages, every answer of
 * provider and carrier, every deadline, a cancellation and returns at every moment.
 */
final class Exploration {

    private final Rules rules;
    private final List<World> worlds = new ArrayList<>();
    private final Map<World, Integer> numbers = new HashMap<>();
    private final List<Integer> cameFrom = new ArrayList<>();
    private final List<String> cameBy = new ArrayList<>();
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final Set<String> happenings = new TreeSet<>();
    private final Set<String> endings = new TreeSet<>();
    private Optional<String> problem = Optional.empty();

    private Exploration(Rules rules) {
        this.rules = rules;
    }

    /** All worlds that an order and its stock can lead to. */
    static Exploration of(Rules rules, PlaceOrder order, Map<String, Integer> units) {
        var exploration = new Exploration(rules);
        World empty = World.with(rules.decider().initial(), units);
        exploration.reach(empty.give(rules, order), -1, "the order is placed");
        int next = 0;
        while (next < exploration.worlds.size() && exploration.problem.isEmpty()) {
            exploration.expand(next++);
        }
        if (exploration.problem.isEmpty()) {
            exploration.checkThatEveryWorldCanEnd();
        }
        return exploration;
    }

    private void expand(int number) {
        World world = worlds.get(number);
        world.unsound(rules).ifPresent(what -> found(number, what));
        if (world.quiet() && world.ended()) {
            world.unclean().ifPresent(what -> found(number, what));
            endings.add(world.order().getClass().getSimpleName());
        }
        try {
            for (Move move : moves(world)) {
                happenings.add(move.what());
                reach(move.next(), number, move.what());
            }
        } catch (IllegalStateException impossible) {
            found(number, String.valueOf(impossible.getMessage()));
        }
    }

    private List<Move> moves(World world) {
        List<Move> moves = world.moves(rules);
        String state = world.order().getClass().getSimpleName();
        if (mayBeOverdue(world)) {
            moves.add(new Move(state + " is overdue", world.give(rules, new StepOverdue())));
        }
        World cancelled = world.give(rules, new CancelOrder("", "changed my mind"));
        if (!cancelled.equals(world)) {
            moves.add(new Move(state + " is cancelled", cancelled));
        }
        if (world.order() instanceof Completed completed) {
            var one = List.of(new ReturnedLine(1, 1));
            String id = "r" + completed.returns().size();
            World returned = world.give(rules, new ReturnItems("", id, one, "broken"));
            if (!returned.equals(world)) {
                moves.add(new Move("a unit is returned", returned));
            }
        }
        return moves;
    }

    /**
     * What is only asked again is asked while few messages are under way, or it would never end.
     */
    private boolean mayBeOverdue(World world) {
        return rules.decider().deadline(world.order()).isPresent()
                && (world.order() instanceof Open
                        || world.inFlight().values().stream().allMatch(each -> each.size() < 2));
    }

    private void reach(World world, int from, String by) {
        Integer known = numbers.putIfAbsent(world, worlds.size());
        if (known == null) {
            worlds.add(world);
            cameFrom.add(from);
            cameBy.add(by);
            predecessors.add(new ArrayList<>(4));
        }
        if (from >= 0) {
            predecessors.get(known == null ? worlds.size() - 1 : known).add(from);
        }
    }

    /** Back from the clean ends: whatever they cannot be reached from is stuck. */
    private void checkThatEveryWorldCanEnd() {
        var canEnd = new BitSet(worlds.size());
        var open = new ArrayDeque<Integer>();
        for (int number = 0; number < worlds.size(); number++) {
            World world = worlds.get(number);
            if (world.quiet() && world.ended() && world.unclean().isEmpty()) {
                canEnd.set(number);
                open.add(number);
            }
        }
        while (!open.isEmpty()) {
            for (int before : predecessors.get(open.remove())) {
                if (!canEnd.get(before)) {
                    canEnd.set(before);
                    open.add(before);
                }
            }
        }
        int stuck = canEnd.nextClearBit(0);
        if (stuck < worlds.size()) {
            found(stuck, "from here the order can never end clean");
        }
    }

    private void found(int number, String what) {
        var trail = new ArrayDeque<String>();
        for (int at = number; at >= 0; at = cameFrom.get(at)) {
            trail.addFirst(cameBy.get(at));
        }
        problem = Optional.of("%s%n  after %s%n  in %s".formatted(what, trail, worlds.get(number)));
    }

    /** What happened in any world. */
    Set<String> happenings() {
        return Set.copyOf(happenings);
    }

    /** The states in which an order came to rest with nothing under way. */
    Set<String> endings() {
        return Set.copyOf(endings);
    }

    /** The first thing that is wrong, with the shortest way to it. */
    Optional<String> problem() {
        return problem;
    }
}
