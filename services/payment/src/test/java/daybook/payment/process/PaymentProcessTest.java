package daybook.payment.process;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmAuthorisation;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.ConfirmRefund;
import daybook.contracts.order.OrderCommand.ConfirmVoid;
import daybook.contracts.order.OrderCommand.RefuseAuthorisation;
import daybook.contracts.order.OrderCommand.RefuseCapture;
import daybook.contracts.order.OrderCommand.RefuseRefund;
import daybook.contracts.payment.PaymentEvent;
import daybook.contracts.payment.PaymentEvent.AuthorisationRequested;
import daybook.contracts.payment.PaymentEvent.CaptureFailed;
import daybook.contracts.payment.PaymentEvent.CaptureRequested;
import daybook.contracts.payment.PaymentEvent.PaymentAuthorised;
import daybook.contracts.payment.PaymentEvent.PaymentCaptured;
import daybook.contracts.payment.PaymentEvent.PaymentDeclined;
import daybook.contracts.payment.PaymentEvent.PaymentRefunded;
import daybook.contracts.payment.PaymentEvent.PaymentVoided;
import daybook.contracts.payment.PaymentEvent.RefundFailed;
import daybook.contracts.payment.PaymentEvent.RefundRequested;
import daybook.contracts.payment.PaymentEvent.VoidRequested;
import daybook.contracts.payment.PaymentEvent.VoidScheduled;
import daybook.eventlog.Inbox;
import daybook.eventlog.Message;
import daybook.eventlog.TypeTable;
import daybook.payment.domain.PaymentState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class PaymentProcessTest {

    private final Inbox<OrderCommand> orders =
            new Inbox<>("order", TypeTable.of(OrderCommand.class, OrderCommand.TYPES));
    private final PaymentProcess process = new PaymentProcess();

    static final List<Arguments> OUTCOMES =
            List.of(
                    Arguments.of(new PaymentAuthorised("pi_1", 500), new ConfirmAuthorisation()),
                    Arguments.of(new PaymentDeclined("no"), new RefuseAuthorisation("no")),
                    Arguments.of(new PaymentCaptured(500), new ConfirmCapture()),
                    Arguments.of(new CaptureFailed("no"), new RefuseCapture("no")),
                    Arguments.of(new PaymentVoided(500), new ConfirmVoid()),
                    Arguments.of(new PaymentRefunded("r-1", 200), new ConfirmRefund("r-1")),
                    Arguments.of(new RefundFailed("r-1", "no"), new RefuseRefund("r-1", "no")));

    @ParameterizedTest
    @FieldSource("OUTCOMES")
    void every_outcome_is_told_to_the_order(PaymentEvent event, OrderCommand told) {
        assertThat(react(event)).containsExactly(orders.message("o-1", told));
    }

    @Test
    void a_request_is_nobody_elses_business() {
        assertThat(react(new AuthorisationRequested("c-1", 500, "GBP", "pm"))).isEmpty();
        assertThat(react(new CaptureRequested("pi_1", 500))).isEmpty();
        assertThat(react(new VoidScheduled())).isEmpty();
        assertThat(react(new VoidRequested("pi_1"))).isEmpty();
        assertThat(react(new RefundRequested("r-1", "pi_1", 200))).isEmpty();
    }

    private List<Message> react(PaymentEvent event) {
        return process.react("o-1", new PaymentState.None(), event);
    }
}
