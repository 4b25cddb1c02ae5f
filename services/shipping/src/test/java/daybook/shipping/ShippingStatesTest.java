package daybook.shipping;

import daybook.eventlog.testing.StateForms;
import daybook.shipping.domain.ShippingState;
import org.junit.jupiter.api.Test;

class ShippingStatesTest {

    @Test
    void states_that_are_stored_differently_have_another_schema() {
        StateForms.check("shipping", ShippingService.STATE_SCHEMA, ShippingState.TYPES);
    }
}
