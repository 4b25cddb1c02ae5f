package daybook.cli.load;

import static daybook.cli.load.RunLogSample.CUSTOMER;
import static daybook.cli.load.RunLogSample.SKU;
import static daybook.cli.load.RunLogSample.log;
import static daybook.cli.load.RunLogSample.order;
import static daybook.cli.load.RunLogSample.placed;
import static daybook.cli.load.RunLogSample.stock;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.cli.load.Books.Order;
import daybook.cli.load.Books.Stock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private final RunLog told = log(placed("a", 2), placed("b", 3));

    private static List<String> findings(RunLog told, Stock stock, Order... orders) {
        return Reconciliation.of(told, new Books(List.of(orders), Map.of(SKU, stock))).findings();
    }

    @Test
    void what_was_accepted_is_there_once_and_the_stock_that_left_is_what_was_completed() {
        assertThat(
                        findings(
                                told,
                                stock(8, 0, 2),
                                order("a", "COMPLETED", 2),
                                order("b", "REJECTED", 3)))
                .isEmpty();
    }

    @Test
    void an_accepted_order_that_is_not_there_is_lost() {
        assertThat(findings(told, stock(8, 0, 2), order("a", "COMPLETED", 2)))
                .singleElement()
                .asString()
                .contains("1 accepted orders are lost: b");
    }

    @Test
    void an_order_that_is_there_twice_is_doubled() {
        assertThat(
                        findings(
                                told,
                                stock(8, 0, 2),
                                order("a", "COMPLETED", 2),
                                order("b", "REJECTED", 3),
                                order("b", "REJECTED", 3)))
                .singleElement()
                .asString()
                .contains("1 orders are doubled")
                .contains(": b");
    }

    @Test
    void an_order_that_nobody_was_told_of_is_doubled_unless_a_request_was_never_answered() {
        Order[] there = {
            order("a", "COMPLETED", 2), order("b", "REJECTED", 3), order("x", "REJECTED", 1)
        };

        assertThat(findings(told, stock(8, 0, 2), there))
                .singleElement()
                .asString()
                .contains("nobody asked for them: x");
        told.add("{\"event\":\"asked\",\"at\":3000,\"key\":\"k-1\"}");
        assertThat(findings(told, stock(8, 0, 2), there)).isEmpty();
    }

    @Test
    void two_requests_with_one_order_are_a_doubled_answer() {
        told.add(placed("a", 2));

        assertThat(
                        findings(
                                told,
                                stock(8, 0, 2),
                                order("a", "COMPLETED", 2),
                                order("b", "REJECTED", 3)))
                .singleElement()
                .asString()
                .contains("doubled");
    }

    @Test
    void another_total_another_customer_and_an_order_that_never_ends_are_found() {
        assertThat(
                        findings(
                                log(placed("a", 2), placed("b", 3), placed("c", 1)),
                                stock(9, 1, 0),
                                new Order("a", CUSTOMER, "REJECTED", "", 999),
                                new Order("b", "c-2", "REJECTED", "", 300),
                                order("c", "BOOKED", 1)))
                .satisfiesExactly(
                        wrong -> assertThat(wrong).contains("another total", "a", "b"),
                        unended -> assertThat(unended).contains("have not ended: c"));
    }

    @Test
    void stock_that_left_without_an_order_is_found() {
        assertThat(
                        findings(
                                told,
                                stock(6, 0, 4),
                                order("a", "COMPLETED", 2),
                                order("b", "REJECTED", 3)))
                .containsExactly("LOAD-r-1 shipped 4 units, its completed orders held 2");
    }

    @Test
    void more_shipped_than_was_there_is_oversold() {
        assertThat(
                        findings(
                                log(placed("a", 6), placed("b", 6)),
                                stock(-2, 0, 12),
                                order("a", "COMPLETED", 6),
                                order("b", "COMPLETED", 6)))
                .containsExactly("LOAD-r-1 is oversold: 10 received, 12 shipped, -2 available");
    }

    @Test
    void units_held_for_orders_that_ended_are_found() {
        assertThat(
                        findings(
                                told,
                                stock(5, 3, 2),
                                order("a", "COMPLETED", 2),
                                order("b", "REJECTED", 3)))
                .containsExactly("LOAD-r-1 holds 3 units for orders that have all ended");
    }
}
