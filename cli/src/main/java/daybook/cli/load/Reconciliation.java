package daybook.cli.load;

import daybook.cli.load.Books.Order;
import daybook.cli.load.Books.Stock;
import daybook.cli.load.RunLog.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the customers were told, compared with what the system says, without the audit: each
 * accepted order is there once, with its total, and has ended; no other was placed; and the run's
 * own SKUs, which nothing else moves, have shipped exactly what the completed orders held.
 *
 * @param lost accepted, but not there
 * @param doubled there twice, or never told to anybody
 * @param wrong there, with another total or another customer
 * @param unended accepted, and still under way
 * @param stock sentences on SKUs that do not add up
 * @param ends how many orders ended how: the status, and why if it was not the usual way
 */
public record Reconciliation(
        List<String> lost,
        List<String> doubled,
        List<String> wrong,
        List<String> unended,
        List<String> stock,
        Map<String, Long> ends) {

    private static final Set<String> SHIPPED = Set.of("COMPLETED", "UNPAID");
    private static final Set<String> ENDED = Set.of("COMPLETED", "UNPAID", "CANCELLED", "REJECTED");
    private static final int EXAMPLES = 3;

    static Reconciliation of(RunLog told, Books books) {
        Map<String, Order> there = new HashMap<>();
        List<String> doubled = new ArrayList<>(told.toldTwice());
        List<String> unknown = new ArrayList<>();
        Map<String, Long> ends = new TreeMap<>();
        for (Order order : books.orders()) {
            if (there.putIfAbsent(order.id(), order) != null) {
                doubled.add(order.id());
            } else if (told.placed().containsKey(order.id())) {
                ends.merge(end(order), 1L, Long::sum);
            } else {
                unknown.add(order.id());
            }
        }
        // Of a request that was not answered nobody knows what became of it.
        if (unknown.size() > told.unanswered()) {
            doubled.addAll(unknown);
        }
        List<String> lost = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> unended = new ArrayList<>();
        told.placed()
                .forEach((id, placed) -> {
                    Order order = there.get(id);
                    if (order == null) {
                        lost.add(id);
                    } else if (order.totalMinor() != placed.totalMinor()
                            || !order.customer().equals(placed.customer())) {
                        wrong.add(id);
                    } else if (!ENDED.contains(order.status())) {
                        unended.add(id);
                    }
                });
        return new Reconciliation(lost, doubled, wrong, unended, stock(told, books, there), ends);
    }

    private static String end(Order order) {
        String reason = order.reason().replaceAll("LOAD-[\\w-]+", "SKU").replaceAll("\\d+", "N");
        return reason.isEmpty() ? order.status() : order.status() + ": " + reason;
    }

    private static List<String> stock(RunLog told, Books books, Map<String, Order> there) {
        Map<String, Long> shipped = new HashMap<>();
        for (Placed placed : told.placed().values()) {
            Order order = there.get(placed.id());
            if (order != null && SHIPPED.contains(order.status())) {
                placed.units().forEach((sku, units) -> shipped.merge(sku, units, Long::sum));
            }
        }
        long received = told.begun().map(RunLog.Begun::units).orElse(0L);
        List<String> wrong = new ArrayList<>();
        books.stock()
                .forEach((sku, stock) -> {
                    long sold = shipped.getOrDefault(sku, 0L);
                    boolean exact = told.unanswered() == 0;
                    if (exact ? stock.shipped() != sold : stock.shipped() < sold) {
                        wrong.add(
                                "%s shipped %d units, its completed orders held %d"
                                        .formatted(sku, stock.shipped(), sold));
                    }
                    if (stock.shipped() > received || stock.available() < 0) {
                        wrong.add(
                                "%s is oversold: %d received, %d shipped, %d available"
                                        .formatted(
                                                sku, received, stock.shipped(), stock.available()));
                    }
                    if (!balanced(stock) || stock.received() != received) {
                        wrong.add("%s does not add up: %s".formatted(sku, stock));
                    }
                    if (stock.reserved() != 0
                            && there.values().stream().allMatch(Reconciliation::ended)) {
                        wrong.add(
                                "%s holds %d units for orders that have all ended"
                                        .formatted(sku, stock.reserved()));
                    }
                });
        return wrong;
    }

    private static boolean ended(Order order) {
        return ENDED.contains(order.status());
    }

    private static boolean balanced(Stock stock) {
        return stock.received() + stock.adjusted()
                == stock.available() + stock.reserved() + stock.shipped() - stock.returned();
    }

    /** Whether more time could not make it better. */
    boolean clean() {
        return findings().isEmpty();
    }

    /** A sentence for each kind of thing that is not as it has to be. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        finding(findings, lost, "accepted orders are lost");
        finding(findings, doubled, "orders are doubled, or nobody asked for them");
        finding(findings, wrong, "orders have another total or customer than was ordered");
        finding(findings, unended, "accepted orders have not ended");
        stock.stream().limit(EXAMPLES).forEach(findings::add);
        if (stock.size() > EXAMPLES) {
            findings.add("and %d more of the kind".formatted(stock.size() - EXAMPLES));
        }
        return findings;
    }

    private static void finding(List<String> findings, List<String> ids, String what) {
        if (!ids.isEmpty()) {
            String examples = String.join(", ", ids.subList(0, Math.min(EXAMPLES, ids.size())));
            findings.add(
                    "%,d %s: %s%s"
                            .formatted(
                                    ids.size(),
                                    what,
                                    examples,
                                    ids.size() > EXAMPLES ? ", …" : ""));
        }
    }
}
