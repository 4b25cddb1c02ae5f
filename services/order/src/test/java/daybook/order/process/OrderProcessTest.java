package daybook.order.process;

import static daybook.contracts.order.OrderEvent.Outcome.CANCELLED;
import static daybook.contracts.order.OrderEvent.Outcome.REJECTED;
import static daybook.order.domain.SampleOrder.AUTHORISED;
import static daybook.order.domain.SampleOrder.BOOKED;
import static daybook.order.domain.SampleOrder.DECIDER;
import static daybook.order.domain.SampleOrder.DISPATCHED;
import static daybook.order.domain.SampleOrder.HOME;
import static daybook.order.domain.SampleOrder.PLACED;
import static daybook.order.domain.SampleOrder.RESERVED;
import static daybook.order.domain.SampleOrder.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.inventory.InventoryCommand.ReleaseStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryCommand.ReturnStock;
import daybook.contracts.inventory.InventoryCommand.ShipStock;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.DeliveryFailed;
import daybook.contracts.order.OrderEvent.ItemsReturned;
import daybook.contracts.order.OrderEvent.LineRefused;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderCompleted;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.RefundRefused;
import daybook.contracts.order.OrderEvent.ReturnRefunded;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.contracts.order.OrderLine;
import daybook.contracts.order.ReturnedLine;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingCommand.CancelShipment;
import daybook.eventlog.Message;
import daybook.order.domain.OrderState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderProcessTest {

    private static final OrderEvent LINE_1 = new LineReserved(1);
    private static final OrderEvent LINE_2 = new LineReserved(2);

    @Test
    void a_placed_order_reserves_each_line_at_its_sku() {
        asks(
                List.of(PLACED),
                inventory("85123A", "reserve-stock", new ReserveStock("o-1", 1, 10)),
                inventory("GIFT 7", "reserve-stock", new ReserveStock("o-1", 2, 2)));
    }

    @Test
    void a_reserved_order_asks_for_its_total() {
        asks(
                List.of(PLACED, LINE_1, LINE_2, RESERVED),
                payment(
                        "authorise-payment",
                        new AuthorisePayment("alice", 2550, "GBP", "pm_card_visa")));
    }

    @Test
    void an_authorised_order_books_a_parcel_of_its_weight() {
        asks(
                List.of(PLACED, LINE_1, LINE_2, RESERVED, AUTHORISED),
                shipping("book-shipment", new BookShipment("alice", HOME, 500 + 12 * 100)));
    }

    @Test
    void a_parcel_has_a_greatest_weight() {
        var many = List.of(new OrderLine(1, "FEATHER", 1_000_000, 1));
        var placed = new OrderPlaced("alice", "GBP", many, HOME, "pm_card_visa", 1_000_000, RETRY);
        asks(
                List.of(placed, LINE_1, RESERVED, AUTHORISED),
                shipping("book-shipment", new BookShipment("alice", HOME, 30_000)));
    }

    @Test
    void a_dispatched_order_ships_its_stock_and_takes_its_money() {
        asks(
                List.of(PLACED, LINE_1, LINE_2, RESERVED, AUTHORISED, BOOKED, DISPATCHED),
                inventory("85123A", "ship-stock", new ShipStock("o-1", 1)),
                inventory("GIFT 7", "ship-stock", new ShipStock("o-1", 2)),
                payment("capture-payment", new CapturePayment()));
    }

    @Test
    void an_order_that_ends_before_dispatch_gives_back_all_but_the_refused_lines() {
        var release1 = inventory("85123A", "release-stock", new ReleaseStock("o-1", 1));
        var release2 = inventory("GIFT 7", "release-stock", new ReleaseStock("o-1", 2));
        var cancelled = new OrderCancelled("changed my mind");
        var rejected = new OrderRejected("none");
        var voided = new VoidStarted(REJECTED, "none", RETRY);

        asks(List.of(PLACED, cancelled), release1, release2);
        asks(List.of(PLACED, LINE_1, cancelled), release1, release2);
        asks(List.of(PLACED, new LineRefused(1, "none"), rejected), release2);
        asks(List.of(PLACED, new LineRefused(1, "none"), LINE_2, rejected), release2);
        asks(List.of(PLACED, LINE_1, LINE_2, RESERVED, rejected), release1, release2);
        asks(List.of(PLACED, LINE_1, LINE_2, RESERVED, voided, rejected), release1, release2);
    }

    @Test
    void unwinding_asks_for_one_thing_at_a_time_and_again() {
        var cancel = shipping("cancel-shipment", new CancelShipment());
        var voidPayment = payment("void-payment", new VoidPayment());
        var cancelling = new ShipmentCancellationStarted(CANCELLED, "changed my mind", RETRY);
        var voiding = new VoidStarted(CANCELLED, "changed my mind", RETRY);
        var again = new StepRetried(RETRY);
        var booked = List.of(PLACED, LINE_1, LINE_2, RESERVED, AUTHORISED, BOOKED);

        asks(then(booked, cancelling), cancel);
        asks(then(booked, cancelling, again), cancel);
        asks(then(booked, cancelling, again, voiding), voidPayment);
        asks(then(booked, cancelling, again, voiding, again), voidPayment);
    }

    @Test
    void money_that_is_not_taken_in_time_is_asked_for_again() {
        var dispatched = List.of(PLACED, LINE_1, LINE_2, RESERVED, AUTHORISED, BOOKED, DISPATCHED);
        asks(
                then(dispatched, new StepRetried(RETRY)),
                payment("capture-payment", new CapturePayment()));
    }

    @Test
    void returned_goods_are_refunded_and_restocked() {
        asks(
                then(completed(), returned("r1", 255, true)),
                payment("refund-payment", new RefundPayment("r1", 255)),
                inventory("85123A", "return-stock", new ReturnStock("o-1", 1, "r1", 1)));
    }

    @Test
    void a_returned_gift_is_only_restocked() {
        asks(
                then(completed(), returned("r1", 0, true)),
                inventory("85123A", "return-stock", new ReturnStock("o-1", 1, "r1", 1)));
    }

    @Test
    void lost_goods_are_only_refunded() {
        asks(
                then(completed(), returned("delivery-failure", 255, false)),
                payment("refund-payment", new RefundPayment("delivery-failure", 255)));
    }

    @Test
    void only_open_refunds_are_asked_for_again() {
        asks(
                then(
                        completed(),
                        returned("r1", 255, true),
                        returned("r2", 255, true),
                        returned("r3", 255, true),
                        returned("r4", 0, true),
                        new ReturnRefunded("r1"),
                        new RefundRefused("r2", "account closed"),
                        new StepRetried(RETRY)),
                payment("refund-payment", new RefundPayment("r3", 255)));
    }

    @Test
    void what_needs_nothing_from_others_asks_for_nothing() {
        var booked = List.of(PLACED, LINE_1, LINE_2, RESERVED, AUTHORISED, BOOKED);
        asks(List.of(PLACED, LINE_1));
        asks(List.of(PLACED, new LineRefused(1, "none")));
        asks(booked);
        asks(then(booked, DISPATCHED, new OrderUnpaid("card expired")));
        asks(then(booked, DISPATCHED, new DeliveryFailed("lost at sea")));
        asks(completed());
        asks(then(completed(), returned("r1", 255, true), new ReturnRefunded("r1")));
        asks(then(completed(), returned("r1", 255, true), new RefundRefused("r1", "no")));
    }

    private static List<OrderEvent> completed() {
        return List.of(
                PLACED,
                LINE_1,
                LINE_2,
                RESERVED,
                AUTHORISED,
                BOOKED,
                DISPATCHED,
                new OrderCompleted());
    }

    private static ItemsReturned returned(String returnId, long amountMinor, boolean restock) {
        var one = List.of(new ReturnedLine(1, 1));
        return new ItemsReturned(returnId, one, "broken", amountMinor, restock, RETRY);
    }

    private static List<OrderEvent> then(List<OrderEvent> before, OrderEvent... after) {
        return Stream.concat(before.stream(), Stream.of(after)).toList();
    }

    /** The last event of the history asks for exactly this. */
    private static void asks(List<OrderEvent> history, Message... messages) {
        OrderState state = DECIDER.initial();
        for (OrderEvent event : history) {
            state = DECIDER.evolve(state, event);
        }
        assertThat(new OrderProcess().react("o-1", state, history.getLast()))
                .containsExactly(messages);
    }

    private static Message inventory(String sku, String type, Object command) {
        return new Message("inventory", sku, type, 1, command);
    }

    private static Message payment(String type, Object command) {
        return new Message("payment", "o-1", type, 1, command);
    }

    private static Message shipping(String type, Object command) {
        int schemaVersion = command instanceof BookShipment ? 2 : 1;
        return new Message("shipping", "o-1", type, schemaVersion, command);
    }
}
