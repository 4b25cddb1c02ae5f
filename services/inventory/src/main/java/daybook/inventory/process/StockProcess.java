package daybook.inventory.process;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.ReservationRefused;
import daybook.contracts.inventory.InventoryEvent.StockAdjusted;
import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.contracts.inventory.InventoryEvent.StockReleased;
import daybook.contracts.inventory.InventoryEvent.StockReserved;
import daybook.contracts.inventory.InventoryEvent.StockReturned;
import daybook.contracts.inventory.InventoryEvent.StockShipped;
import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.contracts.order.OrderCommand.RefuseReservation;
import daybook.eventlog.Inbox;
import daybook.eventlog.Message;
import daybook.eventlog.Process;
import daybook.eventlog.TypeTable;
import daybook.inventory.domain.StockState;
import java.util.List;

/** Tells an order what became of its reservations. */
public final class StockProcess implements Process<StockState, InventoryEvent> {

    private static final Inbox<OrderCommand> ORDERS =
            new Inbox<>("order", TypeTable.of(OrderCommand.class, OrderCommand.TYPES));

    @Override
    public List<Message> react(String sku, StockState after, InventoryEvent event) {
        return switch (event) {
            case StockReserved(String orderId, int line, _) ->
                    List.of(ORDERS.message(orderId, new ConfirmReservation(line)));
            case ReservationRefused(String orderId, int line, int quantity, int available) -> {
                String reason =
                        "%d of %s were ordered, %d were available"
                                .formatted(quantity, sku, available);
                yield List.of(ORDERS.message(orderId, new RefuseReservation(line, reason)));
            }
            case StockReceived _,
                    StockAdjusted _,
                    StockReleased _,
                    StockShipped _,
                    StockReturned _ ->
                    List.of();
        };
    }
}
