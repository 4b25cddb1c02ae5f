package daybook.contracts.inventory;

import java.util.Map;

/** What one may ask of the stock of a SKU; the stream is the SKU. Quantities are units. */
public sealed interface InventoryCommand {

    /** The wire name of each command. */
    Map<String, Class<? extends InventoryCommand>> TYPES =
            Map.of(
                    "receive-stock", ReceiveStock.class,
                    "adjust-stock", AdjustStock.class,
                    "reserve-stock", ReserveStock.class,
                    "release-stock", ReleaseStock.class,
                    "ship-stock", ShipStock.class,
                    "return-stock", ReturnStock.class);

    /**
     * @param reference what the goods came with, such as a delivery note's number
     */
    record ReceiveStock(int quantity, String reference) implements InventoryCommand {}

    /**
     * @param delta what a count found more (positive) or less (negative) than was booked
     */
    record AdjustStock(int delta, String reason) implements InventoryCommand {}

    /** Set stock aside for a line of an order; the answer goes to the order. */
    record ReserveStock(String orderId, int line, int quantity) implements InventoryCommand {}

    /** Give back what is set aside for a line of an order, if anything is. */
    record ReleaseStock(String orderId, int line) implements InventoryCommand {}

    /** What was set aside for a line of an order has left the house. */
    record ShipStock(String orderId, int line) implements InventoryCommand {}

    /** Shipped goods are back. */
    record ReturnStock(String orderId, int line, String returnId, int quantity)
            implements InventoryCommand {}
}
