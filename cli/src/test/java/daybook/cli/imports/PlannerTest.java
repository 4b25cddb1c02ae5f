package daybook.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.cli.imports.Plan.Fate;
import daybook.cli.imports.Plan.Ordered;
import daybook.cli.imports.Plan.PlannedLine;
import daybook.cli.imports.Plan.PlannedOrder;
import daybook.cli.imports.Plan.PlannedReturn;
import daybook.cli.imports.Plan.Returned;
import daybook.cli.imports.Plan.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlannerTest {

    private final List<OrderRow> rows = new ArrayList<>();

    private PlannerTest row(
            String invoice, String code, int quantity, long price, String customer) {
        rows.add(
                new OrderRow(
                        rows.size() + 2L, invoice, code, quantity, price, customer, "Germany"));
        return this;
    }

    private Plan plan() {
        return Planner.plan(rows);
    }

    private List<Fate> fates() {
        return plan().fates();
    }

    @Test
    void an_invoice_becomes_an_order_with_its_real_lines() {
        row("1", "20001a", 6, 255, "7")
                .row("1", "20001A", 2, 255, "7")
                .row("1", "DCGS12", 1, 9, "7");

        assertThat(plan().orders())
                .containsExactly(
                        new PlannedOrder(
                                "1",
                                "7",
                                "DE",
                                List.of(
                                        new PlannedLine("20001A", 6, 255),
                                        new PlannedLine("20001A", 2, 255),
                                        new PlannedLine("DCGS12", 1, 9))));
        assertThat(plan().demand()).isEqualTo(Map.of("20001A", 8L, "DCGS12", 1L));
        assertThat(fates()).containsOnly(new Ordered("1"));
    }

    @Test
    void an_invoice_without_a_customer_is_a_guests() {
        row("1", "20001", 6, 255, "");
        assertThat(plan().orders().getFirst().customerId()).isEqualTo("guest-1");
    }

    @Test
    void what_is_no_product_is_skipped() {
        for (String code : List.of("POST", "DOT", "M", "m", "D", "S", "C2", "BANK CHARGES")) {
            row("1", code, 1, 500, "7");
        }
        row("1", "20001", 1, 500, "7").row("C2", "M", -1, 500, "7");

        assertThat(fates()).startsWith(new Skipped(Planner.NO_PRODUCT));
        assertThat(fates()).filteredOn(new Skipped(Planner.NO_PRODUCT)::equals).hasSize(9);
        assertThat(plan().orders()).hasSize(1);
    }

    @Test
    void gifts_ride_along_but_an_invoice_that_costs_nothing_is_skipped() {
        row("1", "20001", 1, 0, "7").row("1", "20002", 1, 10, "7").row("2", "20003", 5, 0, "7");

        assertThat(fates())
                .containsExactly(
                        new Ordered("1"), new Ordered("1"), new Skipped(Planner.NOTHING_TO_PAY));
    }

    @Test
    void corrections_are_skipped() {
        row("1", "20001", -5, 0, "7").row("1", "20001", 0, 5, "7").row("1", "20001", 1, -5, "7");

        assertThat(fates())
                .containsExactly(
                        new Skipped(Planner.NEGATIVE),
                        new Skipped(Planner.NO_QUANTITY),
                        new Skipped(Planner.NEGATIVE_PRICE));
    }

    @Test
    void an_order_to_nowhere_is_skipped() {
        rows.add(new OrderRow(2, "1", "20001", 1, 5, "7", "Atlantis"));
        assertThat(fates()).containsExactly(new Skipped("unknown country: Atlantis"));
    }

    @Test
    void a_return_goes_to_the_most_recent_order_that_has_enough_left() {
        row("1", "20001", 10, 255, "7").row("2", "20001", 4, 255, "7");
        row("C3", "20001", -3, 255, "7").row("C4", "20001", -3, 255, "7");

        assertThat(fates().subList(2, 4))
                .containsExactly(new Returned("C3-2"), new Returned("C4-1"));
    }

    @Test
    void no_unit_comes_back_twice() {
        row("1", "20001", 5, 255, "7").row("C2", "20001", -5, 255, "7");
        row("C3", "20001", -1, 255, "7");

        assertThat(fates().getLast()).isEqualTo(new Skipped(Planner.NO_MATCH));
    }

    @Test
    void the_same_product_twice_in_a_return_comes_back_in_one_line() {
        row("1", "20001", 5, 255, "7").row("C2", "20001", -1, 255, "7");
        row("C2", "20001", -2, 255, "7");

        assertThat(plan().returns())
                .containsExactly(
                        new PlannedReturn(
                                "C2",
                                "1",
                                new TreeMap<>(Map.of(1, new PlannedLine("20001", 3, 255)))));
    }

    @Test
    void a_return_needs_an_earlier_order_of_the_same_customer_product_and_price() {
        row("C0", "20001", -1, 255, "7").row("1", "20001", 5, 255, "7");
        row("C2", "20001", -1, 255, "8").row("C3", "20002", -1, 255, "7");
        row("C4", "20001", -1, 250, "7").row("C5", "20001", -6, 255, "7");
        row("9", "20001", 5, 255, "").row("C6", "20001", -1, 255, "");

        assertThat(fates()).filteredOn(new Skipped(Planner.NO_MATCH)::equals).hasSize(6);
        assertThat(plan().returns()).isEmpty();
    }

    @Test
    void countries_have_codes() {
        assertThat(List.of("EIRE", "Channel Islands", "RSA", "USA", "United Kingdom", "Norway"))
                .extracting(name -> Countries.code(name).orElse("?"))
                .containsExactly("IE", "JE", "ZA", "US", "GB", "NO");
        assertThat(Countries.code("Unspecified")).contains("GB");
    }
}
