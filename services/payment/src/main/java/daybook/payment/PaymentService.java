package daybook.payment;

import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentEvent;
import daybook.eventlog.Service;
import daybook.eventlog.TypeTable;
import daybook.payment.domain.PaymentDecider;
import daybook.payment.domain.PaymentState;
import daybook.payment.process.PaymentProcess;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the payment service's parts together. */
public class PaymentService {

    /** Raised when {@link PaymentState} is stored differently. */
    static final int STATE_SCHEMA = 1;

    @Produces
    @Singleton
    Service<PaymentCommand, PaymentState, PaymentEvent> service() {
        return new Service<>(
                "payment",
                new PaymentDecider(),
                new PaymentProcess(),
                TypeTable.of(PaymentCommand.class, PaymentCommand.TYPES),
                TypeTable.of(PaymentEvent.class, PaymentEvent.TYPES),
                TypeTable.of(PaymentState.class, PaymentState.TYPES),
                STATE_SCHEMA);
    }
}
