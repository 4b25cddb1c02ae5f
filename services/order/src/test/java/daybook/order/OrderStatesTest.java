package daybook.order;

import daybook.eventlog.testing.StateForms;
import daybook.order.domain.OrderState;
import org.junit.jupiter.api.Test;

class OrderStatesTest {

    @Test
    void states_that_are_stored_differently_have_another_schema() {
        StateForms.check("order", OrderService.STATE_SCHEMA, OrderState.TYPES);
    }
}
