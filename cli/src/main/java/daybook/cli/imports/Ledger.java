package daybook.cli.imports;

import daybook.cli.imports.Outcome.End;
import daybook.cli.imports.Plan.Fate;
import daybook.cli.imports.Plan.Ordered;
import daybook.cli.imports.Plan.PlannedOrder;
import daybook.cli.imports.Plan.PlannedReturn;
import daybook.cli.imports.Plan.Returned;
import daybook.cli.imports.Plan.Skipped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Accounts for every row of a file. What orders are worth is what the gateway says, what they hold
 * is what was sent, and the rest is what was skipped: that it adds up to the file is a finding, not
 * a matter of course.
 */
final class Ledger {

    private static final Outcome NOT_REACHED = new Outcome(End.UNFINISHED, "not reached", "", 0);

    /**
     * @param amountMinor in minor units
     */
    record Sum(long lines, long units, long amountMinor) {

        static final Sum ZERO = new Sum(0, 0, 0);

        Sum plus(Sum more) {
            return new Sum(lines + more.lines, units + more.units, amountMinor + more.amountMinor);
        }

        static Sum of(OrderRow row) {
            return new Sum(1, row.quantity(), row.amountMinor());
        }
    }

    /** What the sums are kept by. */
    record Account(End end, String reason) implements Comparable<Account> {
        @Override
        public int compareTo(Account other) {
            return Comparator.comparing(Account::end)
                    .thenComparing(Account::reason)
                    .compare(this, other);
        }
    }

    private final List<OrderRow> rows;
    private final Plan plan;
    private final Map<String, Outcome> outcomes;

    /**
     * @param outcomes of orders, by invoice, and of returns, by name
     */
    Ledger(List<OrderRow> rows, Plan plan, Map<String, Outcome> outcomes) {
        this.rows = rows;
        this.plan = plan;
        this.outcomes = Map.copyOf(outcomes);
    }

    /** How a row ended. */
    Outcome outcome(int index) {
        Fate fate = plan.fates().get(index);
        return switch (fate) {
            case Skipped(var reason) ->
                    new Outcome(End.SKIPPED, reason, "", rows.get(index).amountMinor());
            case Ordered(var invoice) -> outcomes.getOrDefault(invoice, NOT_REACHED);
            case Returned(var name) -> outcomes.getOrDefault(name, NOT_REACHED);
        };
    }

    /** The whole file. */
    Sum file() {
        return rows.stream().map(Sum::of).reduce(Sum.ZERO, Sum::plus);
    }

    /** By what became of the rows; of what was skipped, by reason too. */
    SortedMap<Account, Sum> accounts() {
        SortedMap<Account, Sum> accounts = new TreeMap<>();
        Map<String, Long> returnedRows = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            switch (plan.fates().get(i)) {
                case Skipped(var reason) ->
                        accounts.merge(
                                new Account(End.SKIPPED, reason), Sum.of(rows.get(i)), Sum::plus);
                case Returned(var name) -> returnedRows.merge(name, 1L, Long::sum);
                case Ordered _ -> {}
            }
        }
        for (PlannedOrder order : plan.orders()) {
            Outcome outcome = outcomes.get(order.invoice());
            long worth = outcome == null ? order.totalMinor() : outcome.amountMinor();
            End end = outcome == null ? End.UNFINISHED : outcome.end();
            var sum = new Sum(order.lines().size(), order.units(), worth);
            accounts.merge(new Account(end, ""), sum, Sum::plus);
        }
        for (PlannedReturn planned : plan.returns()) {
            End end = outcomes.getOrDefault(planned.name(), NOT_REACHED).end();
            long lines = returnedRows.getOrDefault(planned.name(), 0L);
            var sum = new Sum(lines, planned.units(), planned.amountMinor());
            accounts.merge(new Account(end, ""), sum, Sum::plus);
        }
        return accounts;
    }

    /** How many orders ended how. */
    SortedMap<End, Long> orders() {
        return plan.orders().stream()
                .map(order -> outcomes.getOrDefault(order.invoice(), NOT_REACHED).end())
                .collect(Collectors.groupingBy(end -> end, TreeMap::new, Collectors.counting()));
    }

    /**
     * Why orders and returns did not go through, the most frequent first. Numbers and codes are
     * left out, so that like reasons come together.
     */
    Map<String, Long> reasons() {
        Map<String, Long> counts =
                outcomes.values().stream()
                        .filter(outcome -> !outcome.reason().isEmpty())
                        .collect(
                                Collectors.groupingBy(
                                        outcome ->
                                                outcome.end().words
                                                        + ": "
                                                        + withoutNumbers(outcome.reason()),
                                        Collectors.counting()));
        Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** {@code out of stock: line 3 (85123A), line 4 …} becomes {@code out of stock: line # (#)}. */
    private static String withoutNumbers(String reason) {
        return reason.replaceAll("\\b[A-Z]*\\d[A-Za-z0-9]*\\b", "#")
                .replaceAll("^([^#]*#[^,;]*)[,;].*$", "$1");
    }

    /** Whether every row is accounted for and everything that was begun has ended. */
    boolean balanced() {
        SortedMap<Account, Sum> accounts = accounts();
        boolean finished =
                accounts.keySet().stream().noneMatch(account -> account.end() == End.UNFINISHED);
        return finished && accounts.values().stream().reduce(Sum.ZERO, Sum::plus).equals(file());
    }
}
