package daybook.order.domain;

import static daybook.order.domain.SampleOrder.DECIDER;
import static daybook.order.domain.SampleOrder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.inventory.InventoryCommand.ReleaseStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryCommand.ShipStock;
import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.CancelOrder;
import daybook.contracts.order.OrderCommand.ConfirmAuthorisation;
import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.contracts.order.OrderCommand.ConfirmRefund;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.contracts.order.OrderCommand.ConfirmShipmentCancelled;
import daybook.contracts.order.OrderCommand.ConfirmVoid;
import daybook.contracts.order.OrderCommand.RefuseAuthorisation;
import daybook.contracts.order.OrderCommand.RefuseBooking;
import daybook.contracts.order.OrderCommand.RefuseCapture;
import daybook.contracts.order.OrderCommand.RefuseRefund;
import daybook.contracts.order.OrderCommand.RefuseReservation;
import daybook.contracts.order.OrderCommand.ReportDeliveryFailure;
import daybook.contracts.order.OrderCommand.ReturnItems;
import daybook.contracts.order.OrderCommand.StepOverdue;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderLine;
import daybook.contracts.order.ReturnedLine;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
import daybook.eventlog.Decision.Accepted;
import daybook.eventlog.serde.Json;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Dropped;
import daybook.order.domain.OrderState.None;
import daybook.order.domain.OrderState.Open;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Unwinding;
import daybook.order.process.OrderProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever is said to an order in whatever sequence, sound or not, these hold. */
class OrderPropertiesTest {

    /** A command, and how long after the one before it was given. */
    record Said(OrderCommand command, Duration later) {}

    /** What became of an order to which much was said. */
    private static final class Life {
        final List<OrderState> states = new ArrayList<>(List.of(DECIDER.initial()));
        final List<Object> asked = new ArrayList<>();

        Life(List<OrderLine> lines, List<Said> said) {
            Instant at = NOON;
            say(SampleOrder.placeOrderOf(lines), at);
            for (Said each : said) {
                at = at.plus(each.later());
                say(each.command(), at);
            }
        }

        private void say(OrderCommand command, Instant at) {
            if (DECIDER.decide(last(), command, at) instanceof Accepted<OrderEvent>(var events)) {
                for (OrderEvent event : events) {
                    states.add(DECIDER.evolve(last(), event));
                    new OrderProcess()
                            .react("o-1", last(), event)
                            .forEach(message -> asked.add(message.command()));
                }
            }
        }

        OrderState last() {
            return states.getLast();
        }

        <T> Stream<T> asked(Class<T> type) {
            return asked.stream().filter(type::isInstance).map(type::cast);
        }
    }

    @Property
    void an_order_that_is_not_ended_has_a_deadline_and_an_ended_one_has_none(
            @ForAll("lines") List<OrderLine> lines, @ForAll("said") List<Said> said) {
        for (OrderState state : new Life(lines, said).states) {
            assertThat(DECIDER.deadline(state).isPresent()).as("%s", state).isEqualTo(waits(state));
        }
    }

    private static boolean waits(OrderState state) {
        return switch (state) {
            case Open _, Unwinding _, Capturing _ -> true;
            case Completed completed -> completed.openReturns().findAny().isPresent();
            case None _, Unpaid _, Dropped _ -> false;
        };
    }

    @Property
    void each_line_is_reserved_once_and_then_shipped_or_released_at_most_once(
            @ForAll("lines") List<OrderLine> lines, @ForAll("said") List<Said> said) {
        var life = new Life(lines, said);
        List<Integer> reserved = life.asked(ReserveStock.class).map(ReserveStock::line).toList();
        List<Integer> shipped = life.asked(ShipStock.class).map(ShipStock::line).toList();
        List<Integer> released = life.asked(ReleaseStock.class).map(ReleaseStock::line).toList();
        List<Integer> all = lines.stream().map(OrderLine::line).toList();

        assertThat(reserved).isEqualTo(all);
        switch (life.last()) {
            case Open _, Unwinding _, None _ -> {
                assertThat(shipped).isEmpty();
                assertThat(released).isEmpty();
            }
            case Capturing _, Completed _, Unpaid _ -> {
                assertThat(shipped).isEqualTo(all);
                assertThat(released).isEmpty();
            }
            case Dropped order -> {
                assertThat(shipped).isEmpty();
                assertThat(released)
                        .isEqualTo(
                                all.stream()
                                        .filter(line -> !order.answers().refuses(line))
                                        .toList());
            }
        }
    }

    @Property
    void money_is_taken_or_let_go_of_but_never_both(
            @ForAll("lines") List<OrderLine> lines, @ForAll("said") List<Said> said) {
        var life = new Life(lines, said);
        boolean captures = life.asked(CapturePayment.class).findAny().isPresent();
        boolean voids = life.asked(VoidPayment.class).findAny().isPresent();

        assertThat(captures && voids).isFalse();
        assertThat(captures).isEqualTo(life.asked(ShipStock.class).findAny().isPresent());
    }

    @Property
    void no_more_comes_back_than_was_sold(
            @ForAll("lines") List<OrderLine> lines, @ForAll("said") List<Said> said) {
        var life = new Life(lines, said);
        Map<String, Long> refunds = new HashMap<>();
        life.asked(RefundPayment.class)
                .forEach(refund -> {
                    Long before = refunds.put(refund.refundId(), refund.amountMinor());
                    assertThat(before).isIn(null, refund.amountMinor());
                });
        long total = lines.stream().mapToLong(OrderLine::amountMinor).sum();

        assertThat(refunds.values().stream().mapToLong(Long::longValue).sum())
                .isLessThanOrEqualTo(total);
        if (life.last() instanceof Completed order) {
            order.returnedUnits()
                    .forEach((line, units) ->
                            assertThat(units).isBetween(1, lines.get(line - 1).quantity()));
            if (!order.deliveryFailure().isEmpty()) {
                assertThat(order.returns().stream().mapToLong(OrderState.Return::amountMinor).sum())
                        .isEqualTo(total);
            }
        }
    }

    @Property
    void an_order_that_ended_without_a_parcel_stays_as_it_is(
            @ForAll("lines") List<OrderLine> lines, @ForAll("said") List<Said> said) {
        List<OrderState> states = new Life(lines, said).states;
        for (OrderState state : states.subList(0, states.size() - 1)) {
            assertThat(state).isNotInstanceOf(Dropped.class);
        }
    }

    @Property(tries = 200)
    void every_state_survives_being_stored(
            @ForAll("lines") List<OrderLine> lines, @ForAll("said") List<Said> said) {
        for (OrderState state : new Life(lines, said).states) {
            assertThat((Object) Json.read(Json.write(state), state.getClass())).isEqualTo(state);
        }
    }

    /** Or the properties above would say little. */
    @Property
    void the_lives_tried_here_come_to_many_ends(
            @ForAll("lines") List<OrderLine> lines, @ForAll("said") List<Said> said) {
        var life = new Life(lines, said);
        boolean refunded = life.asked(RefundPayment.class).findAny().isPresent();
        Statistics.collect(refunded ? "Refunded" : life.last().getClass().getSimpleName());
        for (String end : List.of("Completed", "Refunded", "Cancelled", "Rejected", "Voiding")) {
            Statistics.coverage(each -> each.check(end).percentage(share -> share > 1));
        }
    }

    @Provide
    Arbitrary<List<OrderLine>> lines() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5), Arbitraries.longs().between(0, 300))
                .as((quantity, price) -> new OrderLine(0, "SKU", quantity, price))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .filter(lines -> lines.stream().anyMatch(line -> line.unitPriceMinor() > 0))
                .map(OrderPropertiesTest::numbered);
    }

    private static List<OrderLine> numbered(List<OrderLine> lines) {
        var numbered = new ArrayList<OrderLine>();
        for (OrderLine line : lines) {
            int number = numbered.size() + 1;
            numbered.add(
                    new OrderLine(number, "SKU-" + number, line.quantity(), line.unitPriceMinor()));
        }
        return numbered;
    }

    /** The usual life with anything said in between, or the order would seldom get anywhere. */
    @Provide
    Arbitrary<List<Said>> said() {
        var usual =
                List.<OrderCommand>of(
                        new ConfirmReservation(1),
                        new ConfirmReservation(2),
                        new ConfirmReservation(3),
                        new ConfirmAuthorisation(),
                        new ConfirmBooking("DHL", "TRACK1"),
                        new ConfirmDispatch(),
                        new ConfirmCapture());
        Arbitrary<List<Said>> anything = anything().list().ofMaxSize(3);
        return anything.list()
                .ofSize(usual.size() + 1)
                .map(between -> {
                    var all = new ArrayList<>(between.getFirst());
                    for (int i = 0; i < usual.size(); i++) {
                        all.add(new Said(usual.get(i), Duration.ZERO));
                        all.addAll(between.get(i + 1));
                    }
                    return all;
                });
    }

    private static Arbitrary<Said> anything() {
        Arbitrary<Integer> line = Arbitraries.integers().between(0, 4);
        Arbitrary<Integer> units = Arbitraries.integers().between(0, 3);
        Arbitrary<String> returnId = Arbitraries.of("r1", "r2", "r3", "delivery-failure");
        Arbitrary<OrderCommand> command =
                Arbitraries.frequencyOf(
                        Tuple.of(
                                3,
                                Combinators.combine(returnId, line, units)
                                        .as(OrderPropertiesTest::returning)),
                        Tuple.of(2, line.map(ConfirmReservation::new)),
                        Tuple.of(1, line.map(each -> new RefuseReservation(each, "none"))),
                        Tuple.of(2, returnId.map(ConfirmRefund::new)),
                        Tuple.of(1, returnId.map(each -> new RefuseRefund(each, "closed"))),
                        Tuple.of(
                                8,
                                Arbitraries.of(
                                        new CancelOrder("alice", "changed my mind"),
                                        new ConfirmAuthorisation(),
                                        new RefuseAuthorisation("declined"),
                                        new ConfirmBooking("DHL", "TRACK2"),
                                        new RefuseBooking("no carrier"),
                                        new ConfirmDispatch(),
                                        new ReportDeliveryFailure("lost at sea"),
                                        new ConfirmShipmentCancelled(),
                                        new ConfirmCapture(),
                                        new RefuseCapture("card expired"),
                                        new ConfirmVoid(),
                                        new StepOverdue())));
        Arbitrary<Duration> later =
                Arbitraries.of(Duration.ZERO, Duration.ofSeconds(40), Duration.ofDays(8));
        return Combinators.combine(command, later).as(Said::new);
    }

    private static OrderCommand returning(String returnId, int line, int units) {
        return new ReturnItems("alice", returnId, List.of(new ReturnedLine(line, units)), "broken");
    }
}
