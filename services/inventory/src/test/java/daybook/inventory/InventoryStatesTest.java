package daybook.inventory;

import daybook.eventlog.testing.StateForms;
import daybook.inventory.domain.StockState;
import org.junit.jupiter.api.Test;

class InventoryStatesTest {

    @Test
    void states_that_are_stored_differently_have_another_schema() {
        StateForms.check("inventory", InventoryService.STATE_SCHEMA, StockState.TYPES);
    }
}
