package daybook.payment.effect;

/**
 * The provider's answer makes no sense for the call. Neither is the payment refused nor would an
 * immediate repetition help: it stays open until a person has looked.
 */
public final class UnexpectedAnswerException extends RuntimeException {

    UnexpectedAnswerException(String call, StripeAnswer answer) {
        super(
                "%s was answered with %d: %s; look at the payment in the provider's dashboard"
                        .formatted(call, answer.httpStatus(), answer.body()));
    }
}
