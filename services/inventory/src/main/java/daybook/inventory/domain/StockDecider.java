package daybook.inventory.domain;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryCommand.AdjustStock;
import daybook.contracts.inventory.InventoryCommand.ReceiveStock;
import daybook.contracts.inventory.InventoryCommand.ReleaseStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryCommand.ReturnStock;
import daybook.contracts.inventory.InventoryCommand.ShipStock;
import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.ReservationRefused;
import daybook.contracts.inventory.InventoryEvent.StockAdjusted;
import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.contracts.inventory.InventoryEvent.StockReleased;
import daybook.contracts.inventory.InventoryEvent.StockReserved;
import daybook.contracts.inventory.InventoryEvent.StockReturned;
import daybook.contracts.inventory.InventoryEvent.StockShipped;
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import java.time.Instant;

/** Keeps the stock of a SKU: nothing is promised that is not there, nothing ships unpromised. */
public final class StockDecider implements Decider<InventoryCommand, StockState, InventoryEvent> {

    /** The most units of one SKU that the house takes in, so that sums stay far from overflow. */
    public static final int CAPACITY = 1_000_000_000;

    @Override
    public StockState initial() {
        return StockState.NONE;
    }

    @Override
    public Decision<InventoryEvent> decide(StockState stock, InventoryCommand command, Instant at) {
        return switch (command) {
            case ReceiveStock receive -> receive(stock, receive);
            case AdjustStock adjust -> adjust(stock, adjust);
            case ReserveStock reserve -> reserve(stock, reserve);
            case ReleaseStock(String orderId, int line) -> {
                int units = stock.reservedFor(orderId, line);
                yield units == 0
                        ? Decision.unchanged()
                        : Decision.accept(new StockReleased(orderId, line, units));
            }
            case ShipStock(String orderId, int line) -> {
                int units = stock.reservedFor(orderId, line);
                yield units == 0
                        ? Decision.conflict(
                                "not-reserved",
                                "Nothing is reserved for line %d of order %s, so nothing can ship."
                                        .formatted(line, orderId))
                        : Decision.accept(new StockShipped(orderId, line, units));
            }
            case ReturnStock returned -> takeBack(stock, returned);
        };
    }

    private static Decision<InventoryEvent> receive(StockState stock, ReceiveStock receive) {
        int quantity = receive.quantity();
        if (quantity <= 0) {
            return notPositive(quantity);
        }
        if (stock.onHand() + quantity > CAPACITY) {
            return tooMuch(stock, quantity);
        }
        return Decision.accept(new StockReceived(quantity, receive.reference()));
    }

    private static Decision<InventoryEvent> adjust(StockState stock, AdjustStock adjust) {
        int delta = adjust.delta();
        if (delta == 0) {
            return Decision.invalid("delta-zero", "An adjustment by 0 units adjusts nothing.");
        }
        if (stock.onHand() + delta > CAPACITY) {
            return tooMuch(stock, delta);
        }
        if ((long) stock.available() + delta < 0) {
            return Decision.conflict(
                    "stock-below-zero",
                    "An adjustment by %d is more than the %d units that are available."
                            .formatted(delta, stock.available()));
        }
        return Decision.accept(new StockAdjusted(delta, adjust.reason()));
    }

    private static Decision<InventoryEvent> reserve(StockState stock, ReserveStock reserve) {
        int quantity = reserve.quantity();
        if (quantity <= 0) {
            return notPositive(quantity);
        }
        if (stock.reservedFor(reserve.orderId(), reserve.line()) > 0) {
            return Decision.unchanged();
        }
        // All or nothing, and an event either way: the order waits for the answer.
        return quantity > stock.available()
                ? Decision.accept(
                        new ReservationRefused(
                                reserve.orderId(), reserve.line(), quantity, stock.available()))
                : Decision.accept(new StockReserved(reserve.orderId(), reserve.line(), quantity));
    }

    private static Decision<InventoryEvent> takeBack(StockState stock, ReturnStock back) {
        int quantity = back.quantity();
        if (quantity <= 0) {
            return notPositive(quantity);
        }
        if (quantity > stock.shipped()) {
            return Decision.conflict(
                    "more-than-shipped",
                    "Return %s of order %s has %d units, but only %d have left and not come back."
                            .formatted(back.returnId(), back.orderId(), quantity, stock.shipped()));
        }
        if (stock.onHand() + quantity > CAPACITY) {
            return tooMuch(stock, quantity);
        }
        return Decision.accept(
                new StockReturned(back.orderId(), back.line(), back.returnId(), quantity));
    }

    private static Decision<InventoryEvent> notPositive(int quantity) {
        return Decision.invalid(
                "quantity-not-positive", "The quantity is %d; at least 1.".formatted(quantity));
    }

    private static Decision<InventoryEvent> tooMuch(StockState stock, int quantity) {
        return Decision.conflict(
                "stock-too-large",
                "%d more units on top of %d exceed the limit of %d for one SKU."
                        .formatted(quantity, stock.onHand(), CAPACITY));
    }

    @Override
    public StockState evolve(StockState stock, InventoryEvent event) {
        return switch (event) {
            case StockReceived(int quantity, _) -> stock.added(quantity);
            case StockAdjusted(int delta, _) -> stock.added(delta);
            case StockReserved(String orderId, int line, int quantity) ->
                    stock.reserved(orderId, line, quantity);
            case ReservationRefused _ -> stock;
            case StockReleased(String orderId, int line, int quantity) ->
                    stock.released(orderId, line, quantity);
            case StockShipped(String orderId, int line, int quantity) ->
                    stock.shipped(orderId, line, quantity);
            case StockReturned(_, _, _, int quantity) -> stock.returned(quantity);
        };
    }
}
