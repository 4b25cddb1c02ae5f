package daybook.payment.effect;

/** The provider gave no answer that says anything about the payment; the same call may succeed. */
public final class ProviderUnavailableException extends RuntimeException {

    ProviderUnavailableException(String message) {
        super(message);
    }

    ProviderUnavailableException(Throwable cause) {
        super("The payment provider did not answer: " + cause.getMessage(), cause);
    }
}
