package daybook.order.process;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryCommand.ReleaseStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryCommand.ReturnStock;
import daybook.contracts.inventory.InventoryCommand.ShipStock;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.order.OrderEvent.AddressErased;
import daybook.contracts.order.OrderEvent.DeliveryFailed;
import daybook.contracts.order.OrderEvent.ItemsReturned;
import daybook.contracts.order.OrderEvent.LineRefused;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderAuthorised;
import daybook.contracts.order.OrderEvent.OrderBooked;
import daybook.contracts.order.OrderEvent.OrderCancelled;
import daybook.contracts.order.OrderEvent.OrderCompleted;
import daybook.contracts.order.OrderEvent.OrderDispatched;
import daybook.contracts.order.OrderEvent.OrderPlaced;
import daybook.contracts.order.OrderEvent.OrderRejected;
import daybook.contracts.order.OrderEvent.OrderReserved;
import daybook.contracts.order.OrderEvent.OrderUnpaid;
import daybook.contracts.order.OrderEvent.RefundRefused;
import daybook.contracts.order.OrderEvent.ReturnRefunded;
import daybook.contracts.order.OrderEvent.ShipmentCancellationStarted;
import daybook.contracts.order.OrderEvent.StepRetried;
import daybook.contracts.order.OrderEvent.VoidStarted;
import daybook.contracts.order.OrderLine;
import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingCommand.CancelShipment;
import daybook.eventlog.Inbox;
import daybook.eventlog.Message;
import daybook.eventlog.Process;
import daybook.eventlog.TypeTable;
import daybook.order.domain.OrderState;
import daybook.order.domain.OrderState.CancellingShipment;
import daybook.order.domain.OrderState.Capturing;
import daybook.order.domain.OrderState.Completed;
import daybook.order.domain.OrderState.Dropped;
import daybook.order.domain.OrderState.None;
import daybook.order.domain.OrderState.Open;
import daybook.order.domain.OrderState.Placed;
import daybook.order.domain.OrderState.Unpaid;
import daybook.order.domain.OrderState.Voiding;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Leads an order through the other services: each event asks for the next step, or for the undoing
 * of the last one.
 */
public final class OrderProcess implements Process<OrderState, OrderEvent> {

    private static final Inbox<InventoryCommand> INVENTORY =
            new Inbox<>("inventory", TypeTable.of(InventoryCommand.class, InventoryCommand.TYPES));
    private static final Inbox<PaymentCommand> PAYMENT =
            new Inbox<>("payment", TypeTable.of(PaymentCommand.class, PaymentCommand.TYPES));
    private static final Inbox<ShippingCommand> SHIPPING =
            new Inbox<>("shipping", TypeTable.of(ShippingCommand.class, ShippingCommand.TYPES));

    private static final int PACKAGING_GRAMS = 500;
    private static final int UNIT_GRAMS = 100;

    /** What carriers commonly take as one parcel; a heavier order is still booked as one. */
    private static final int PARCEL_GRAMS_MAX = 30_000;

    @Override
    public List<Message> react(String orderId, OrderState after, OrderEvent event) {
        return switch (event) {
            case OrderPlaced placed -> perLine(placed, line -> reserve(orderId, line));
            case OrderReserved _ -> List.of(authorise(orderId, placed(after)));
            case OrderAuthorised _ -> List.of(book(orderId, placed(after)));
            case OrderDispatched _ ->
                    Stream.concat(
                                    perLine(placed(after), line -> ship(orderId, line)).stream(),
                                    Stream.of(capture(orderId)))
                            .toList();
            case ShipmentCancellationStarted _ -> List.of(cancelShipment(orderId));
            case VoidStarted _ -> List.of(voidPayment(orderId));
            case OrderCancelled _, OrderRejected _ -> release(orderId, after);
            case ItemsReturned returned -> takeBack(orderId, placed(after), returned);
            case StepRetried _ -> askAgain(orderId, after);
            case AddressErased _,
                    LineReserved _,
                    LineRefused _,
                    OrderBooked _,
                    OrderCompleted _,
                    OrderUnpaid _,
                    DeliveryFailed _,
                    ReturnRefunded _,
                    RefundRefused _ ->
                    List.of();
        };
    }

    /** Everything but what inventory refused: a reservation may still be on its way. */
    private static List<Message> release(String orderId, OrderState after) {
        if (after instanceof Dropped order) {
            return order.placed().lines().stream()
                    .filter(line -> !order.answers().refuses(line.line()))
                    .map(line ->
                            INVENTORY.message(line.sku(), new ReleaseStock(orderId, line.line())))
                    .toList();
        }
        throw new IllegalStateException("Only an ended order gives its stock back, not " + after);
    }

    private static List<Message> takeBack(
            String orderId, OrderPlaced placed, ItemsReturned returned) {
        Stream<Message> money =
                returned.amountMinor() > 0
                        ? Stream.of(refund(orderId, returned.returnId(), returned.amountMinor()))
                        : Stream.empty();
        Stream<Message> goods =
                returned.restock()
                        ? returned.lines().stream()
                                .map(line ->
                                        INVENTORY.message(
                                                placed.lines().get(line.line() - 1).sku(),
                                                new ReturnStock(
                                                        orderId,
                                                        line.line(),
                                                        returned.returnId(),
                                                        line.quantity())))
                        : Stream.empty();
        return Stream.concat(money, goods).toList();
    }

    private static List<Message> askAgain(String orderId, OrderState after) {
        return switch (after) {
            case CancellingShipment _ -> List.of(cancelShipment(orderId));
            case Voiding _ -> List.of(voidPayment(orderId));
            case Capturing _ -> List.of(capture(orderId));
            case Completed order ->
                    order.openReturns()
                            .map(each -> refund(orderId, each.returnId(), each.amountMinor()))
                            .toList();
            case None _, Open _, Unpaid _, Dropped _ ->
                    throw new IllegalStateException("There is nothing to ask again for " + after);
        };
    }

    private static Message reserve(String orderId, OrderLine line) {
        return INVENTORY.message(
                line.sku(), new ReserveStock(orderId, line.line(), line.quantity()));
    }

    private static Message ship(String orderId, OrderLine line) {
        return INVENTORY.message(line.sku(), new ShipStock(orderId, line.line()));
    }

    private static Message authorise(String orderId, OrderPlaced placed) {
        return PAYMENT.message(
                orderId,
                new AuthorisePayment(
                        placed.customerId(),
                        placed.totalMinor(),
                        placed.currency(),
                        placed.paymentMethod()));
    }

    private static Message capture(String orderId) {
        return PAYMENT.message(orderId, new CapturePayment());
    }

    private static Message voidPayment(String orderId) {
        return PAYMENT.message(orderId, new VoidPayment());
    }

    private static Message refund(String orderId, String returnId, long amountMinor) {
        return PAYMENT.message(orderId, new RefundPayment(returnId, amountMinor));
    }

    private static Message book(String orderId, OrderPlaced placed) {
        return SHIPPING.message(
                orderId,
                new BookShipment(placed.customerId(), placed.shipTo(), weightGrams(placed)));
    }

    private static Message cancelShipment(String orderId) {
        return SHIPPING.message(orderId, new CancelShipment());
    }

    private static int weightGrams(OrderPlaced placed) {
        long units = placed.lines().stream().mapToLong(OrderLine::quantity).sum();
        return (int) Math.min(PARCEL_GRAMS_MAX, PACKAGING_GRAMS + UNIT_GRAMS * units);
    }

    private static List<Message> perLine(OrderPlaced placed, Function<OrderLine, Message> request) {
        return placed.lines().stream().map(request).toList();
    }

    private static OrderPlaced placed(OrderState after) {
        if (after instanceof Placed order) {
            return order.placed();
        }
        throw new IllegalStateException("Only a placed order asks anything of others");
    }
}
