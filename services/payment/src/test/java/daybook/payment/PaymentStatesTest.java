package daybook.payment;

import daybook.eventlog.testing.StateForms;
import daybook.payment.domain.PaymentState;
import org.junit.jupiter.api.Test;

class PaymentStatesTest {

    @Test
    void states_that_are_stored_differently_have_another_schema() {
        StateForms.check("payment", PaymentService.STATE_SCHEMA, PaymentState.TYPES);
    }
}
