package daybook.order.domain;

import static daybook.order.domain.SampleOrder.HOME;
import static daybook.order.domain.SampleOrder.LINES;
import static daybook.order.domain.SampleOrder.NOON;
import static daybook.order.domain.SampleOrder.PLACE;
import static daybook.order.domain.SampleOrder.PLACED;
import static daybook.order.domain.SampleOrder.WAITS;
import static daybook.order.domain.SampleOrder.lines;
import static daybook.order.domain.SampleOrder.nothing;
import static daybook.order.domain.SampleOrder.placeOrderOf;
import static daybook.order.domain.SampleOrder.reserving;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.Address;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.PlaceOrder;
import daybook.contracts.order.OrderCommand.StepOverdue;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderLine;
import daybook.eventlog.Decision.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {

    @Test
    void a_sound_order_is_placed_with_its_total_and_a_deadline() {
        nothing()
                .when(PLACE, NOON)
                .then(PLACED)
                .thenDeadline(NOON.plus(WAITS.reserve()), new StepOverdue());
    }

    @Test
    void an_order_is_placed_only_once() {
        reserving().when(PLACE, NOON).thenRejected(Reason.CONFLICT, "order-exists");
    }

    @Test
    void nothing_else_can_be_asked_of_an_order_that_does_not_exist() {
        nothing()
                .when(new ConfirmCapture(), NOON)
                .thenRejected(Reason.NOT_FOUND, "order-not-found");
    }

    @Test
    void the_largest_order_can_be_placed() {
        var lines =
                new ArrayList<>(
                        List.of(
                                new OrderLine(1, "X".repeat(64), 10, 9_999_999),
                                new OrderLine(2, "a.b_c d-e", 1_000_000, 0),
                                new OrderLine(3, "PENNY", 9, 1)));
        IntStream.rangeClosed(4, 2_000)
                .forEach(line -> lines.add(new OrderLine(line, "GIFT", 1, 0)));
        nothing()
                .when(placeOrderOf(lines), NOON)
                .then(
                        new OrderPlaced(
                                "alice",
                                "GBP",
                                lines,
                                HOME,
                                "pm_card_visa",
                                99_999_999,
                                NOON.plus(WAITS.reserve())));
    }

    @Test
    void an_order_needs_a_line() {
        refused(placeOrderOf(List.of()), "The order has 0 lines", "1 to 2000");
    }

    @Test
    void an_order_has_at_most_2000_lines() {
        refused(placeOrderOf(lines(2_001)), "The order has 2001 lines", "1 to 2000");
    }

    @Test
    void lines_are_numbered_without_gaps() {
        refused(
                placeOrderOf(List.of(new OrderLine(1, "A", 1, 100), new OrderLine(3, "B", 1, 100))),
                "Line 2 has the number 3");
    }

    @Test
    void line_numbers_are_not_repeated() {
        refused(
                placeOrderOf(List.of(new OrderLine(1, "A", 1, 100), new OrderLine(1, "B", 1, 100))),
                "Line 2 has the number 1");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100, Line 1: quantity 0 is not between 1 and 1000000",
        "-1, 100, Line 1: quantity -1",
        "1000001, 1, Line 1: quantity 1000001",
        "1, -1, Line 1: unitPriceMinor -1 is not between 0 and 10000000",
        "1, 10000001, Line 1: unitPriceMinor 10000001",
        "1, 9223372036854775807, Line 1: unitPriceMinor 9223372036854775807",
        "1, 0, total is 0 minor units; it must be between 1 and 99999999",
        "10, 10000000, total is 100000000 minor units",
        "1000000, 10000000, total is 10000000000000 minor units"
    })
    void amounts_have_limits(int quantity, long unitPriceMinor, String complaint) {
        refused(placeOrderOf(List.of(new OrderLine(1, "A", quantity, unitPriceMinor))), complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "ä", "a\nb", "a'b", "%41"})
    void a_sku_is_of_plain_characters(String sku) {
        refused(placeOrderOf(List.of(new OrderLine(1, sku, 1, 100))), "Line 1: sku \"" + sku);
    }

    @Test
    void a_sku_is_short() {
        refused(placeOrderOf(List.of(new OrderLine(1, "X".repeat(65), 1, 100))), "Line 1: sku");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gbp", "EURO", "ZZZ", "XXX", "XAU"})
    void a_currency_is_one_that_has_minor_units(String currency) {
        refused(
                new PlaceOrder("alice", currency, LINES, HOME, "pm_card_visa"),
                "currency \"" + currency + "\"");
    }

    @Test
    void an_order_belongs_to_a_customer() {
        refused(new PlaceOrder(" ", "GBP", LINES, HOME, "pm_card_visa"), "customerId is blank");
        refused(
                new PlaceOrder("a".repeat(129), "GBP", LINES, HOME, "pm_card_visa"),
                "customerId has 129 characters; at most 128");
    }

    @Test
    void an_order_is_paid_by_something() {
        refused(new PlaceOrder("alice", "GBP", LINES, HOME, ""), "paymentMethod is blank");
        refused(
                new PlaceOrder("alice", "GBP", LINES, HOME, "p".repeat(256)),
                "paymentMethod has 256 characters; at most 255");
    }

    @Test
    void an_address_is_complete() {
        flawed(new Address("", "s", "c", "p", "GB"), "shipTo.name is blank");
        flawed(new Address("n", " ", "c", "p", "GB"), "shipTo.street is blank");
        flawed(new Address("n", "s", "", "p", "GB"), "shipTo.city is blank");
        flawed(new Address("n", "s", "c", "", "GB"), "shipTo.postcode is blank");
        flawed(new Address("n", "s", "c", "p", "gb"), "shipTo.country \"gb\"");
        flawed(new Address("n".repeat(201), "s", "c", "p", "GB"), "shipTo.name has 201");
        flawed(new Address("n\0", "s", "c", "p", "GB"), "shipTo.name has a control character");
        assertThat(Addresses.flaw(new Address("n", "s", "c", "p", "GB"))).isEmpty();
    }

    private static void flawed(Address address, String complaint) {
        assertThat(Addresses.flaw(address).orElseThrow()).startsWith(complaint);
    }

    private static void refused(PlaceOrder command, String... complaints) {
        nothing()
                .when(command, NOON)
                .thenRejected(Reason.INVALID, "invalid-order")
                .naming(complaints);
    }
}
