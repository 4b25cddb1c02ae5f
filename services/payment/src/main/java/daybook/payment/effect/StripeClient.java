package daybook.payment.effect;

import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.RecordAuthorised;
import daybook.contracts.payment.PaymentCommand.RecordCaptureFailed;
import daybook.contracts.payment.PaymentCommand.RecordCaptured;
import daybook.contracts.payment.PaymentCommand.RecordDeclined;
import daybook.contracts.payment.PaymentCommand.RecordRefundFailed;
import daybook.contracts.payment.PaymentCommand.RecordRefunded;
import daybook.contracts.payment.PaymentCommand.RecordVoided;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Asks Stripe and says what its answer means for the payment. Each call takes an idempotency key:
 * the same call with the same key is carried out once, however often its answer is lost. A capture
 * or a cancellation that finds the work done already is done, whoever did it.
 *
 * <p>Failures: {@link ProviderUnavailableException} if asking again may help, {@link
 * UnexpectedAnswerException} if it will not.
 */
@ApplicationScoped
public class StripeClient {

    private final StripeApi stripe;
    private final StripeGuard guard;

    StripeClient(@RestClient StripeApi stripe, StripeGuard guard) {
        this.stripe = stripe;
        this.guard = guard;
    }

    /**
     * @param currency ISO 4217 code
     */
    Uni<PaymentCommand> authorise(
            String key, String orderId, long amountMinor, String currency, String paymentMethod) {
        String lowerCase = currency.toLowerCase(Locale.ROOT);
        return guard.call(
                        () -> stripe.authorise(key, amountMinor, lowerCase, paymentMethod, orderId))
                .map(answer -> {
                    if (answer.refused()) {
                        return new RecordDeclined(answer.reason());
                    }
                    return switch (answer.done() ? answer.objectStatus() : "") {
                        case "requires_capture" -> new RecordAuthorised(answer.id());
                        // The card wants to see its owner, who is not here any more.
                        case "requires_action" -> new RecordDeclined("authentication_required");
                        default -> throw unexpected("The authorisation of " + orderId, answer);
                    };
                });
    }

    Uni<PaymentCommand> capture(String key, String reference, long amountMinor) {
        return guard.call(() -> stripe.capture(key, reference, amountMinor))
                .map(answer -> {
                    if (answer.objectStatus().equals("succeeded")) {
                        return new RecordCaptured();
                    }
                    if (answer.refused()) {
                        return new RecordCaptureFailed(answer.reason());
                    }
                    throw unexpected("The capture of " + reference, answer);
                });
    }

    Uni<PaymentCommand> cancel(String key, String reference) {
        return guard.call(() -> stripe.cancel(key, reference))
                .map(answer -> {
                    if (answer.objectStatus().equals("canceled")) {
                        return new RecordVoided();
                    }
                    throw unexpected("The cancellation of " + reference, answer);
                });
    }

    Uni<PaymentCommand> refund(String key, String reference, String refundId, long amountMinor) {
        return guard.call(() -> stripe.refund(key, reference, amountMinor, refundId))
                .map(answer -> {
                    if (answer.refused()) {
                        return new RecordRefundFailed(refundId, answer.reason());
                    }
                    return switch (answer.done() ? answer.objectStatus() : "") {
                        // Banks take their time; what fails later goes to the account's owner.
                        case "succeeded", "pending" -> new RecordRefunded(refundId);
                        case "failed", "canceled" ->
                                new RecordRefundFailed(refundId, answer.objectStatus());
                        default -> throw unexpected("The refund of " + reference, answer);
                    };
                });
    }

    private static UnexpectedAnswerException unexpected(String call, StripeAnswer answer) {
        return new UnexpectedAnswerException(call, answer);
    }
}
