package daybook.bench;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryEvent;
import daybook.eventlog.Service;
import daybook.inventory.InventoryService;
import daybook.inventory.domain.StockState;

/** The inventory service, with topics of its own for each measurement. */
final class Inventory {

    private Inventory() {}

    static Service<InventoryCommand, StockState, InventoryEvent> named(String name) {
        var real = new InventoryService().service();
        return new Service<>(
                name,
                real.decider(),
                real.process(),
                real.commands(),
                real.events(),
                real.states(),
                real.stateSchema());
    }
}
