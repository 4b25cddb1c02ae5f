package daybook.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.cli.imports.Ledger.Sum;
import daybook.cli.imports.Outcome.End;
import daybook.cli.imports.Plan.PlannedLine;
import daybook.cli.imports.Plan.PlannedOrder;
import daybook.cli.imports.Plan.PlannedReturn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However messy a file, every line has one fate and the sums are the file's. */
final class ImportPropertiesTest {

    @Provide
    Arbitrary<List<OrderRow>> messyFiles() {
        Arbitrary<String> invoices =
                Arbitraries.of("1", "2", "3", "4", "C5", "C6", "C7", "8", "C9", "10");
        Arbitrary<String> codes =
                Arbitraries.of("20001", "20002a", "20002A", "DCGS1", "POST", "BANK CHARGES", "C2");
        Arbitrary<Integer> quantities = Arbitraries.integers().between(-8, 20);
        Arbitrary<Long> prices = Arbitraries.of(0L, 1L, 255L, 255L, 1_000_000L, -5L);
        Arbitrary<String> customers = Arbitraries.of("7", "7", "8", "");
        Arbitrary<String> countries = Arbitraries.of("Germany", "EIRE", "Atlantis");
        return Combinators.combine(invoices, codes, quantities, prices, customers, countries)
                .as((invoice, code, quantity, price, customer, country) ->
                        new OrderRow(2, invoice, code, quantity, price, customer, country))
                .list()
                .ofMaxSize(60);
    }

    @Property
    void every_line_has_one_fate_and_orders_are_what_the_gateway_takes(
            @ForAll("messyFiles") List<OrderRow> rows) {
        Plan plan = Planner.plan(rows);

        assertThat(plan.fates()).hasSameSizeAs(rows);
        assertThat(plan.orders()).allMatch(order -> order.totalMinor() > 0);
        assertThat(plan.orders())
                .flatExtracting(PlannedOrder::lines)
                .allMatch(line -> line.quantity() > 0 && line.unitPriceMinor() >= 0);
        long demanded = plan.demand().values().stream().mapToLong(Long::longValue).sum();
        assertThat(demanded).isEqualTo(plan.orders().stream().mapToLong(PlannedOrder::units).sum());
    }

    @Property
    void no_more_comes_back_than_was_ordered(@ForAll("messyFiles") List<OrderRow> rows) {
        Plan plan = Planner.plan(rows);
        Map<String, List<PlannedLine>> ordered = new HashMap<>();
        plan.orders().forEach(order -> ordered.put(order.invoice(), order.lines()));

        Map<String, Integer> back = new HashMap<>();
        for (PlannedReturn planned : plan.returns()) {
            List<PlannedLine> lines = ordered.getOrDefault(planned.orderInvoice(), List.of());
            planned.lines()
                    .forEach((number, line) -> {
                        PlannedLine from = lines.get(number - 1);
                        assertThat(line.sku()).isEqualTo(from.sku());
                        assertThat(line.unitPriceMinor()).isEqualTo(from.unitPriceMinor());
                        int sum =
                                back.merge(
                                        planned.orderInvoice() + "/" + number,
                                        line.quantity(),
                                        Integer::sum);
                        assertThat(sum).isBetween(1, from.quantity());
                    });
        }
    }

    @Property
    void whatever_happens_to_the_orders_the_sums_are_the_files(
            @ForAll("messyFiles") List<OrderRow> rows, @ForAll Random random) {
        Plan plan = Planner.plan(rows);
        Map<String, Outcome> outcomes = new HashMap<>();
        for (PlannedOrder order : plan.orders()) {
            outcomes.put(order.invoice(), outcome(random, order.totalMinor()));
        }
        for (PlannedReturn planned : plan.returns()) {
            outcomes.put(planned.name(), outcome(random, planned.amountMinor()));
        }
        var ledger = new Ledger(rows, plan, outcomes);

        assertThat(ledger.accounts().values().stream().reduce(Sum.ZERO, Sum::plus))
                .isEqualTo(ledger.file());
        assertThat(ledger.balanced()).isTrue();
    }

    private static Outcome outcome(Random random, long amountMinor) {
        End[] ends = {End.COMPLETED, End.REJECTED, End.CANCELLED, End.REFUSED, End.UNPAID};
        return new Outcome(ends[random.nextInt(ends.length)], "", "id", amountMinor);
    }
}
