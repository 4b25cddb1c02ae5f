package daybook.payment.effect;

import daybook.contracts.payment.PaymentCommand;
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
import daybook.eventlog.Envelope;
import daybook.eventlog.effect.Effect;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Carries out what a committed event asks of the payment provider. */
@ApplicationScoped
public class PaymentEffect implements Effect<PaymentCommand, PaymentEvent> {

    private final StripeClient stripe;

    PaymentEffect(StripeClient stripe) {
        this.stripe = stripe;
    }

    @Override
    public Uni<Optional<PaymentCommand>> apply(Envelope<PaymentEvent> envelope) {
        String orderId = envelope.streamId();
        // The event asks for one call, so its name is the call's idempotency key.
        String key = envelope.eventId();
        return switch (envelope.event()) {
            case AuthorisationRequested(_, long amount, String currency, String method) ->
                    stripe.authorise(key, orderId, amount, currency, method).map(Optional::of);
            case CaptureRequested(String reference, long amount) ->
                    stripe.capture(key, reference, amount).map(Optional::of);
            case VoidRequested(String reference) -> stripe.cancel(key, reference).map(Optional::of);
            case RefundRequested(String refundId, String reference, long amount) ->
                    stripe.refund(key, reference, refundId, amount).map(Optional::of);
            case PaymentAuthorised _,
                    PaymentDeclined _,
                    PaymentCaptured _,
                    CaptureFailed _,
                    VoidScheduled _,
                    PaymentVoided _,
                    PaymentRefunded _,
                    RefundFailed _ ->
                    Uni.createFrom().item(Optional.empty());
        };
    }
}
