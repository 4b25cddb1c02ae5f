package daybook.shipping.effect;

/**
 * The carrier's answer makes no sense for the call. Neither is the parcel refused nor would an
 * immediate repetition help: it stays open until a person has looked.
 */
public final class UnexpectedAnswerException extends RuntimeException {

    UnexpectedAnswerException(String call, EasyPostAnswer answer) {
        super(
                "%s was answered with %d: %.2000s; look at the shipment in the carrier's dashboard"
                        .formatted(call, answer.httpStatus(), answer.body()));
    }
}
