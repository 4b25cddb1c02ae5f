package daybook.contracts.inventory;

import java.util.Map;

/**
 * What happened to the stock of a SKU. At every point of the log received + adjusted = available +
 * reserved + (shipped - returned), and available is never negative. Quantities are units.
 */
public sealed interface InventoryEvent {

    /** The wire name of each event. */
    Map<String, Class<? extends InventoryEvent>> TYPES =
            Map.of(
                    "stock-received", StockReceived.class,
                    "stock-adjusted", StockAdjusted.class,
                    "stock-reserved", StockReserved.class,
                    "reservation-refused", ReservationRefused.class,
                    "stock-released", StockReleased.class,
                    "stock-shipped", StockShipped.class,
                    "stock-returned", StockReturned.class);

    record StockReceived(int quantity, String reference) implements InventoryEvent {}

    record StockAdjusted(int delta, String reason) implements InventoryEvent {}

    record StockReserved(String orderId, int line, int quantity) implements InventoryEvent {}

    /**
     * @param available what there was when it was refused
     */
    record ReservationRefused(String orderId, int line, int quantity, int available)
            implements InventoryEvent {}

    record StockReleased(String orderId, int line, int quantity) implements InventoryEvent {}

    record StockShipped(String orderId, int line, int quantity) implements InventoryEvent {}

    record StockReturned(String orderId, int line, String returnId, int quantity)
            implements InventoryEvent {}
}
