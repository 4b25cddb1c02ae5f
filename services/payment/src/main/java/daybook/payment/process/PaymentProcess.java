package daybook.payment.process;

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
import daybook.eventlog.Process;
import daybook.eventlog.TypeTable;
import daybook.payment.domain.PaymentState;
import java.util.List;

/** Tells an order what became of its money. The payment's stream is the order's. */
public final class PaymentProcess implements Process<PaymentState, PaymentEvent> {

    private static final Inbox<OrderCommand> ORDERS =
            new Inbox<>("order", TypeTable.of(OrderCommand.class, OrderCommand.TYPES));

    @Override
    public List<Message> react(String orderId, PaymentState after, PaymentEvent event) {
        return switch (event) {
            // Also if a void follows at once: an order that is being unwound ignores it.
            case PaymentAuthorised _ -> tell(orderId, new ConfirmAuthorisation());
            case PaymentDeclined(String reason) -> tell(orderId, new RefuseAuthorisation(reason));
            case PaymentCaptured _ -> tell(orderId, new ConfirmCapture());
            case CaptureFailed(String reason) -> tell(orderId, new RefuseCapture(reason));
            case PaymentVoided _ -> tell(orderId, new ConfirmVoid());
            case PaymentRefunded(String refundId, _) -> tell(orderId, new ConfirmRefund(refundId));
            case RefundFailed(String refundId, String reason) ->
                    tell(orderId, new RefuseRefund(refundId, reason));
            case AuthorisationRequested _,
                    CaptureRequested _,
                    VoidScheduled _,
                    VoidRequested _,
                    RefundRequested _ ->
                    List.of();
        };
    }

    private List<Message> tell(String orderId, OrderCommand command) {
        return List.of(ORDERS.message(orderId, command));
    }
}
