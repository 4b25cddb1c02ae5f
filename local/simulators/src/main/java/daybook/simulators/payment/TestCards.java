package daybook.simulators.payment;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Set;

/**
 * Stripe's test payment methods: {@code pm_card_visa} and its like succeed, {@code
 * pm_card_chargeDeclined...} (or {@code pm_card_visa_chargeDeclined...}) are refused by the bank.
 *
 * @see <a href="https://docs.stripe.com/testing">Stripe: test cards</a>
 */
final class TestCards {

    private record Decline(String code, String declineCode, String message) {}

    private static final Set<String> GOOD =
            Set.of(
                    "visa",
                    "visa_debit",
                    "mastercard",
                    "mastercard_debit",
                    "mastercard_prepaid",
                    "amex",
                    "discover",
                    "diners",
                    "jcb",
                    "unionpay");

    private static final Map<String, Decline> DECLINED =
            Map.of(
                    "chargeDeclined", declined("generic_decline"),
                    "chargeDeclinedInsufficientFunds", declined("insufficient_funds"),
                    "chargeDeclinedLostCard", declined("lost_card"),
                    "chargeDeclinedStolenCard", declined("stolen_card"),
                    "chargeDeclinedFraudulent", declined("fraudulent"),
                    "chargeDeclinedVelocityLimitExceeded", declined("card_velocity_exceeded"),
                    "chargeDeclinedExpiredCard",
                            new Decline("expired_card", "", "Your card has expired."),
                    "chargeDeclinedIncorrectCvc",
                            new Decline("incorrect_cvc", "", "The security code is incorrect."),
                    "chargeDeclinedProcessingError",
                            new Decline("processing_error", "", "The card could not be processed."),
                    "authenticationRequired",
                            new Decline(
                                    "authentication_required",
                                    "authentication_required",
                                    "The card requires authentication."));

    private TestCards() {}

    /**
     * @throws BadParameter if there is no such payment method
     */
    static void requireKnown(String paymentMethod) {
        if (!GOOD.contains(suffix(paymentMethod)) && !isDeclined(paymentMethod)) {
            throw new BadParameter(
                    "resource_missing",
                    "payment_method",
                    "No such PaymentMethod: '" + paymentMethod + "'");
        }
    }

    static boolean isDeclined(String paymentMethod) {
        return DECLINED.containsKey(suffix(paymentMethod));
    }

    /** Returns the card error, as it stands in an answer and in {@code last_payment_error}. */
    static JsonObject cardError(String paymentMethod) {
        var decline = DECLINED.get(suffix(paymentMethod));
        if (decline == null) {
            throw new IllegalArgumentException(paymentMethod + " is not declined");
        }
        var error = new JsonObject().put("type", "card_error").put("code", decline.code);
        if (!decline.declineCode.isEmpty()) {
            error.put("decline_code", decline.declineCode);
        }
        return error.put("message", decline.message);
    }

    private static String suffix(String paymentMethod) {
        if (!paymentMethod.startsWith("pm_card_")) {
            return paymentMethod;
        }
        var suffix = paymentMethod.substring("pm_card_".length());
        var isVisaDecline = suffix.startsWith("visa_charge");
        return isVisaDecline ? suffix.substring("visa_".length()) : suffix;
    }

    private static Decline declined(String declineCode) {
        return new Decline("card_declined", declineCode, "Your card was declined.");
    }
}
