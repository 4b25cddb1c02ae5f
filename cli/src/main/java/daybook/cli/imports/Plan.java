package daybook.cli.imports;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What is to be done with a file.
 *
 * @param fates one for each row of the file, in the same order
 * @param demand units of each SKU that the orders need together
 */
record Plan(
        List<PlannedOrder> orders,
        List<PlannedReturn> returns,
        List<Fate> fates,
        SortedMap<String, Long> demand) {

    Plan {
        orders = List.copyOf(orders);
        returns = List.copyOf(returns);
        fates = List.copyOf(fates);
    }

    /** What is to become of a row. */
    sealed interface Fate {}

    record Skipped(String reason) implements Fate {}

    /** A line of the order of this invoice. */
    record Ordered(String invoice) implements Fate {}

    /** Part of the return with this name. */
    record Returned(String name) implements Fate {}

    /**
     * @param country ISO 3166-1 alpha-2
     */
    record PlannedOrder(
            String invoice, String customerId, String country, List<PlannedLine> lines) {

        PlannedOrder {
            lines = List.copyOf(lines);
        }

        long totalMinor() {
            return lines.stream().mapToLong(PlannedLine::amountMinor).sum();
        }

        long units() {
            return lines.stream().mapToLong(PlannedLine::quantity).sum();
        }
    }

    record PlannedLine(String sku, int quantity, long unitPriceMinor) {
        long amountMinor() {
            return quantity * unitPriceMinor;
        }

        /** As much again of the same. */
        PlannedLine plus(PlannedLine more) {
            return new PlannedLine(sku, quantity + more.quantity, unitPriceMinor);
        }
    }

    /**
     * @param invoice the C invoice that asks for it
     * @param orderInvoice the order that it is part of
     * @param lines what comes back of each line of the order, lines numbered from 1
     */
    record PlannedReturn(
            String invoice, String orderInvoice, SortedMap<Integer, PlannedLine> lines) {

        /** Unique in the file. */
        String name() {
            return name(invoice, orderInvoice);
        }

        static String name(String invoice, String orderInvoice) {
            return invoice + "-" + orderInvoice;
        }

        /** Negative, as in the file. */
        long amountMinor() {
            return -lines.values().stream().mapToLong(PlannedLine::amountMinor).sum();
        }

        /** Negative, as in the file. */
        long units() {
            return -lines.values().stream().mapToLong(PlannedLine::quantity).sum();
        }
    }

    /** The returns of each order, by its invoice. */
    Map<String, List<PlannedReturn>> returnsByOrder() {
        return returns.stream().collect(Collectors.groupingBy(PlannedReturn::orderInvoice));
    }
}
