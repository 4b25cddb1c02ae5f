package daybook.cli.imports;

import daybook.cli.imports.Plan.Fate;
import daybook.cli.imports.Plan.Ordered;
import daybook.cli.imports.Plan.PlannedLine;
import daybook.cli.imports.Plan.PlannedOrder;
import daybook.cli.imports.Plan.PlannedReturn;
import daybook.cli.imports.Plan.Returned;
import daybook.cli.imports.Plan.Skipped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides, from the file alone, what is to become of each of its rows. */
final class Planner {

    static final String NO_PRODUCT = "no product: carriage, fee, discount or correction";
    static final String NEGATIVE = "negative quantity outside a C invoice: a stock correction";
    static final String NO_QUANTITY = "quantity is 0";
    static final String NEGATIVE_PRICE = "negative price";
    static final String NOTHING_TO_PAY = "the invoice's products cost nothing";
    static final String UNKNOWN_COUNTRY = "unknown country: ";
    static final String POSITIVE = "positive quantity in a C invoice";
    static final String NO_MATCH = "no earlier order matches";

    /** What a customer bought at a price. */
    private record Purchase(String customer, String sku, long unitPriceMinor) {}

    /** A line of an order that can still come back in part. */
    private static final class Returnable {
        final String invoice;
        final int line;
        int left;

        Returnable(String invoice, int line, int left) {
            this.invoice = invoice;
            this.line = line;
            this.left = left;
        }
    }

    private final Map<OrderRow, Fate> fates = new IdentityHashMap<>();
    private final List<PlannedOrder> orders = new ArrayList<>();
    private final Map<String, PlannedReturn> returns = new LinkedHashMap<>();
    private final SortedMap<String, Long> demand = new TreeMap<>();

    /** The most recent first. */
    private final Map<Purchase, Deque<Returnable>> returnable = new HashMap<>();

    private Planner() {}

    /** Invoices are taken in the order in which the file has them. */
    static Plan plan(List<OrderRow> rows) {
        var planner = new Planner();
        Map<String, List<OrderRow>> invoices = new LinkedHashMap<>();
        rows.forEach(
                row -> invoices.computeIfAbsent(row.invoice(), _ -> new ArrayList<>()).add(row));
        invoices.forEach((invoice, lines) -> {
            if (lines.getFirst().takesBack()) {
                lines.forEach(planner::planReturn);
            } else {
                planner.planOrder(invoice, lines);
            }
        });
        return new Plan(
                planner.orders,
                List.copyOf(planner.returns.values()),
                rows.stream().map(planner::fate).toList(),
                planner.demand);
    }

    private Fate fate(OrderRow row) {
        Fate fate = fates.get(row);
        if (fate == null) {
            throw new IllegalStateException("nothing was planned for line " + row.line());
        }
        return fate;
    }

    private void planOrder(String invoice, List<OrderRow> rows) {
        List<OrderRow> lines = new ArrayList<>();
        for (OrderRow row : rows) {
            Optional<String> reason = whyNotOrdered(row);
            if (reason.isPresent()) {
                fates.put(row, new Skipped(reason.get()));
            } else {
                lines.add(row);
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        OrderRow first = lines.getFirst();
        Optional<String> country = Countries.code(first.country());
        if (lines.stream().mapToLong(OrderRow::amountMinor).sum() == 0) {
            lines.forEach(row -> fates.put(row, new Skipped(NOTHING_TO_PAY)));
        } else if (country.isEmpty()) {
            lines.forEach(row -> fates.put(row, new Skipped(UNKNOWN_COUNTRY + row.country())));
        } else {
            order(invoice, first.customer(), country.get(), lines);
        }
    }

    private static Optional<String> whyNotOrdered(OrderRow row) {
        if (!row.isProduct()) {
            return Optional.of(NO_PRODUCT);
        }
        if (row.quantity() < 0) {
            return Optional.of(NEGATIVE);
        }
        if (row.quantity() == 0) {
            return Optional.of(NO_QUANTITY);
        }
        return row.unitPriceMinor() < 0 ? Optional.of(NEGATIVE_PRICE) : Optional.empty();
    }

    private void order(String invoice, String customer, String country, List<OrderRow> rows) {
        List<PlannedLine> lines = new ArrayList<>();
        for (OrderRow row : rows) {
            lines.add(new PlannedLine(row.sku(), row.quantity(), row.unitPriceMinor()));
            demand.merge(row.sku(), (long) row.quantity(), Long::sum);
            fates.put(row, new Ordered(invoice));
            returnable
                    .computeIfAbsent(
                            new Purchase(customer, row.sku(), row.unitPriceMinor()),
                            _ -> new ArrayDeque<>())
                    .addFirst(new Returnable(invoice, lines.size(), row.quantity()));
        }
        String customerId = customer.isEmpty() ? "guest-" + invoice : customer;
        orders.add(new PlannedOrder(invoice, customerId, country, lines));
    }

    private void planReturn(OrderRow row) {
        if (!row.isProduct()) {
            fates.put(row, new Skipped(NO_PRODUCT));
        } else if (row.quantity() >= 0) {
            fates.put(row, new Skipped(row.quantity() == 0 ? NO_QUANTITY : POSITIVE));
        } else {
            fates.put(
                    row,
                    match(row)
                            .<Fate>map(line -> takeBack(row, line))
                            .orElse(new Skipped(NO_MATCH)));
        }
    }

    /** At the same price, so that what is refunded is what the file says. */
    private Optional<Returnable> match(OrderRow row) {
        if (row.customer().isEmpty()) {
            return Optional.empty();
        }
        var purchase = new Purchase(row.customer(), row.sku(), row.unitPriceMinor());
        return returnable.getOrDefault(purchase, new ArrayDeque<>()).stream()
                .filter(line -> line.left >= -(long) row.quantity())
                .findFirst();
    }

    private Returned takeBack(OrderRow row, Returnable line) {
        int quantity = -row.quantity();
        line.left -= quantity;
        String name = PlannedReturn.name(row.invoice(), line.invoice);
        returns.computeIfAbsent(
                        name, _ -> new PlannedReturn(row.invoice(), line.invoice, new TreeMap<>()))
                .lines()
                .merge(
                        line.line,
                        new PlannedLine(row.sku(), quantity, row.unitPriceMinor()),
                        PlannedLine::plus);
        return new Returned(name);
    }
}
