package daybook.shipping.effect;

/** The carrier gave no answer that says anything about the parcel; the same call may succeed. */
public final class CarrierUnavailableException extends RuntimeException {

    CarrierUnavailableException(String message) {
        super(message);
    }

    CarrierUnavailableException(Throwable cause) {
        super("The carrier did not answer: " + cause.getMessage(), cause);
    }
}
