package daybook.payment.domain;

import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RecordAuthorised;
import daybook.contracts.payment.PaymentCommand.RecordCaptureFailed;
import daybook.contracts.payment.PaymentCommand.RecordCaptured;
import daybook.contracts.payment.PaymentCommand.RecordDeclined;
import daybook.contracts.payment.PaymentCommand.RecordRefundFailed;
import daybook.contracts.payment.PaymentCommand.RecordRefunded;
import daybook.contracts.payment.PaymentCommand.RecordVoided;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
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
import daybook.eventlog.Decider;
import daybook.eventlog.Decision;
import daybook.payment.domain.PaymentState.Authorised;
import daybook.payment.domain.PaymentState.Authorising;
import daybook.payment.domain.PaymentState.Captured;
import daybook.payment.domain.PaymentState.Capturing;
import daybook.payment.domain.PaymentState.Declined;
import daybook.payment.domain.PaymentState.None;
import daybook.payment.domain.PaymentState.Refund;
import daybook.payment.domain.PaymentState.Uncaptured;
import daybook.payment.domain.PaymentState.Voided;
import daybook.payment.domain.PaymentState.Voiding;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/**
 * Decides when the provider is to be called and what its answers mean. Each call is asked for once;
 * repeated commands and late answers change nothing.
 */
public final class PaymentDecider implements Decider<PaymentCommand, PaymentState, PaymentEvent> {

    @Override
    public PaymentState initial() {
        return new None();
    }

    @Override
    public Decision<PaymentEvent> decide(PaymentState state, PaymentCommand command, Instant at) {
        return switch (command) {
            case AuthorisePayment authorise -> authorise(state, authorise);
            case CapturePayment() -> capture(state);
            case VoidPayment() -> letGo(state);
            case RefundPayment(String refundId, long amount) -> refund(state, refundId, amount);
            case RecordAuthorised(String reference) -> authorised(state, reference);
            case RecordDeclined(String reason) ->
                    state instanceof Authorising
                            ? Decision.accept(new PaymentDeclined(reason))
                            : Decision.unchanged();
            case RecordCaptured() ->
                    state instanceof Capturing(_, long amount)
                            ? Decision.accept(new PaymentCaptured(amount))
                            : Decision.unchanged();
            case RecordCaptureFailed(String reason) ->
                    state instanceof Capturing
                            ? Decision.accept(new CaptureFailed(reason))
                            : Decision.unchanged();
            case RecordVoided() ->
                    state instanceof Voiding(_, long amount)
                            ? Decision.accept(new PaymentVoided(amount))
                            : Decision.unchanged();
            case RecordRefunded(String refundId) ->
                    refundUnderWay(
                            state,
                            refundId,
                            refund -> new PaymentRefunded(refundId, refund.amountMinor()));
            case RecordRefundFailed(String refundId, String reason) ->
                    refundUnderWay(state, refundId, _ -> new RefundFailed(refundId, reason));
        };
    }

    private static Decision<PaymentEvent> authorise(
            PaymentState state, AuthorisePayment authorise) {
        if (!(state instanceof None)) {
            return Decision.unchanged();
        }
        if (authorise.amountMinor() <= 0) {
            return notPositive(authorise.amountMinor());
        }
        return Decision.accept(
                new AuthorisationRequested(
                        authorise.customerId(),
                        authorise.amountMinor(),
                        authorise.currency(),
                        authorise.paymentMethod()));
    }

    private static Decision<PaymentEvent> capture(PaymentState state) {
        return switch (state) {
            case Authorised(String reference, long amount) ->
                    Decision.accept(new CaptureRequested(reference, amount));
            // Somebody has looked into why it failed, and wants it tried once more.
            case Uncaptured(String reference, long amount) ->
                    Decision.accept(new CaptureRequested(reference, amount));
            case Capturing _, Captured _ -> Decision.unchanged();
            case None _, Authorising _, Declined _, Voiding _, Voided _ ->
                    Decision.conflict(
                            "nothing-authorised",
                            "Nothing is held for this order that could be captured.");
        };
    }

    private static Decision<PaymentEvent> letGo(PaymentState state) {
        return switch (state) {
            case Authorising(_, boolean scheduled) ->
                    scheduled ? Decision.unchanged() : Decision.accept(new VoidScheduled());
            case Authorised(String reference, _) -> Decision.accept(new VoidRequested(reference));
            case Uncaptured(String reference, _) -> Decision.accept(new VoidRequested(reference));
            // The order has been told of the refusal, which leaves nothing to void.
            case Declined _, Voiding _, Voided _ -> Decision.unchanged();
            case None _ -> noPayment();
            case Capturing _, Captured _ ->
                    Decision.conflict(
                            "already-captured",
                            "The payment is captured or about to be; refund it instead.");
        };
    }

    private static Decision<PaymentEvent> refund(PaymentState state, String refundId, long amount) {
        if (amount <= 0) {
            return notPositive(amount);
        }
        return switch (state) {
            case Captured captured -> refund(captured, refundId, amount);
            case None _ -> noPayment();
            case Authorising _, Authorised _, Capturing _ ->
                    Decision.conflict(
                            "not-captured-yet",
                            "Nothing is captured yet that could be refunded; ask again later.");
            // Nothing will ever be captured: an event, because the order waits for the answer.
            case Declined _, Voiding _, Voided _, Uncaptured _ ->
                    Decision.accept(new RefundFailed(refundId, "nothing was captured"));
        };
    }

    private static Decision<PaymentEvent> refund(Captured captured, String refundId, long amount) {
        if (captured.refunds().containsKey(refundId)) {
            return Decision.unchanged();
        }
        long refundable = captured.refundableMinor();
        return amount > refundable
                ? Decision.accept(
                        new RefundFailed(
                                refundId,
                                "%d asked, %d left to refund".formatted(amount, refundable)))
                : Decision.accept(
                        new RefundRequested(refundId, captured.providerReference(), amount));
    }

    private static Decision<PaymentEvent> authorised(PaymentState state, String reference) {
        if (!(state instanceof Authorising(long amount, boolean voidScheduled))) {
            return Decision.unchanged();
        }
        var authorised = new PaymentAuthorised(reference, amount);
        return voidScheduled
                ? Decision.accept(authorised, new VoidRequested(reference))
                : Decision.accept(authorised);
    }

    private static Decision<PaymentEvent> refundUnderWay(
            PaymentState state, String refundId, Function<Refund, PaymentEvent> outcome) {
        if (!(state instanceof Captured captured)) {
            return Decision.unchanged();
        }
        Refund refund = captured.refunds().get(refundId);
        return refund == null || refund.done()
                ? Decision.unchanged()
                : Decision.accept(outcome.apply(refund));
    }

    private static Decision<PaymentEvent> notPositive(long amountMinor) {
        return Decision.invalid(
                "amount-not-positive",
                "The amount is %d minor units; at least 1.".formatted(amountMinor));
    }

    private static Decision<PaymentEvent> noPayment() {
        return Decision.notFound("no-such-payment", "No payment was ever asked for this order.");
    }

    /** A cast that fails here means that the log was not written by this decider. */
    @Override
    public PaymentState evolve(PaymentState state, PaymentEvent event) {
        return switch (event) {
            case AuthorisationRequested(_, long amount, _, _) -> new Authorising(amount, false);
            case VoidScheduled() -> new Authorising(((Authorising) state).amountMinor(), true);
            case PaymentAuthorised(String reference, long amount) ->
                    new Authorised(reference, amount);
            case PaymentDeclined _ -> new Declined();
            case VoidRequested(String reference) ->
                    new Voiding(
                            reference,
                            state instanceof Uncaptured(_, long amount)
                                    ? amount
                                    : ((Authorised) state).amountMinor());
            case PaymentVoided _ -> new Voided();
            case CaptureRequested(String reference, long amount) ->
                    new Capturing(reference, amount);
            case CaptureFailed _ -> {
                var capturing = (Capturing) state;
                yield new Uncaptured(capturing.providerReference(), capturing.amountMinor());
            }
            case PaymentCaptured(long amount) ->
                    new Captured(((Capturing) state).providerReference(), amount, Map.of());
            case RefundRequested(String refundId, _, long amount) ->
                    ((Captured) state).with(refundId, new Refund(amount, false));
            case PaymentRefunded(String refundId, long amount) ->
                    ((Captured) state).with(refundId, new Refund(amount, true));
            case RefundFailed(String refundId, _) ->
                    state instanceof Captured captured ? captured.without(refundId) : state;
        };
    }
}
