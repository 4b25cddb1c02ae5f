package daybook.inventory;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryEvent;
import daybook.eventlog.Service;
import daybook.eventlog.TypeTable;
import daybook.inventory.domain.StockDecider;
import daybook.inventory.domain.StockState;
import daybook.inventory.process.StockProcess;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the inventory service's parts together. */
public class InventoryService {

    /** Raised when {@link StockState} is stored differently. */
    static final int STATE_SCHEMA = 1;

    @Produces
    @Singleton
    public Service<InventoryCommand, StockState, InventoryEvent> service() {
        return new Service<>(
                "inventory",
                new StockDecider(),
                new StockProcess(),
                TypeTable.of(InventoryCommand.class, InventoryCommand.TYPES),
                TypeTable.of(InventoryEvent.class, InventoryEvent.TYPES),
                TypeTable.of(StockState.class, StockState.TYPES),
                STATE_SCHEMA);
    }
}
