package daybook.order.process;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmAuthorisation;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.ConfirmRefund;
import daybook.contracts.order.OrderCommand.ConfirmVoid;
import daybook.contracts.order.OrderCommand.RefuseAuthorisation;
import daybook.contracts.order.OrderCommand.RefuseCapture;
import daybook.contracts.order.OrderCommand.RefuseRefund;
import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
import daybook.order.process.PaymentModel.Refund.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The payment of an order with its provider, who may answer whenever he likes. A repeated request
 * is answered again. Throws if it is asked for what a sound order never asks for.
 */
record PaymentModel(Stage stage, long amountMinor, Map<String, Refund> refunds) {

    enum Stage {
        NONE,
        AUTHORISING,
        /** To be voided as soon as the provider has answered. */
        AUTHORISING_TO_VOID,
        DECLINED,
        AUTHORISED,
        VOIDING,
        VOIDED,
        CAPTURING,
        CAPTURED,
        CAPTURE_FAILED;

        boolean waitsForProvider() {
            return switch (this) {
                case AUTHORISING, AUTHORISING_TO_VOID, VOIDING, CAPTURING -> true;
                case NONE, DECLINED, AUTHORISED, VOIDED, CAPTURED, CAPTURE_FAILED -> false;
            };
        }

        boolean holdsNothing() {
            return this == NONE || this == DECLINED || this == VOIDED;
        }

        /** Whether a parcel may be on its way. */
        boolean coversShipment() {
            return switch (this) {
                case AUTHORISED, CAPTURING, CAPTURED, CAPTURE_FAILED -> true;
                case NONE, AUTHORISING, AUTHORISING_TO_VOID, DECLINED, VOIDING, VOIDED -> false;
            };
        }
    }

    record Refund(long amountMinor, Status status) {
        enum Status {
            ASKED,
            PAID,
            REFUSED
        }
    }

    PaymentModel {
        refunds = Map.copyOf(refunds);
    }

    static PaymentModel none() {
        return new PaymentModel(Stage.NONE, 0, Map.of());
    }

    PeerStep<PaymentModel> receive(PaymentCommand command) {
        return switch (command) {
            case AuthorisePayment authorise -> authorise(authorise);
            case VoidPayment _ -> voidAll();
            case CapturePayment _ -> capture();
            case RefundPayment(var refundId, var amount) -> refund(refundId, amount);
            case PaymentCommand other ->
                    throw new IllegalStateException("an order does not speak for: " + other);
        };
    }

    private PeerStep<PaymentModel> authorise(AuthorisePayment command) {
        demand(stage == Stage.NONE, "authorise");
        return PeerStep.of(
                "payment asks the provider to authorise",
                new PaymentModel(Stage.AUTHORISING, command.amountMinor(), refunds));
    }

    private PeerStep<PaymentModel> voidAll() {
        return switch (stage) {
            case AUTHORISING -> PeerStep.of("void waits", now(Stage.AUTHORISING_TO_VOID));
            case AUTHORISED -> PeerStep.of("void asked for", now(Stage.VOIDING));
            case AUTHORISING_TO_VOID, VOIDING -> PeerStep.of("void asked for again", this);
            case DECLINED ->
                    PeerStep.of("nothing to void", this, new RefuseAuthorisation("declined"));
            case VOIDED -> PeerStep.of("voided already", this, new ConfirmVoid());
            case NONE, CAPTURING, CAPTURED, CAPTURE_FAILED -> throw unexpected("void");
        };
    }

    private PeerStep<PaymentModel> capture() {
        return switch (stage) {
            case AUTHORISED, CAPTURE_FAILED ->
                    PeerStep.of("capture asked for", now(Stage.CAPTURING));
            case CAPTURING -> PeerStep.of("capture asked for again", this);
            case CAPTURED -> PeerStep.of("captured already", this, new ConfirmCapture());
            case NONE, AUTHORISING, AUTHORISING_TO_VOID, DECLINED, VOIDING, VOIDED ->
                    throw unexpected("capture");
        };
    }

    private PeerStep<PaymentModel> refund(String refundId, long amount) {
        demand(stage == Stage.CAPTURED, "refund");
        Refund known = refunds.get(refundId);
        if (known == null) {
            var next = with(refundId, new Refund(amount, Status.ASKED));
            if (next.refundedMinor(Status.values()) > amountMinor) {
                throw new IllegalStateException("more is refunded than was captured: " + next);
            }
            return PeerStep.of("refund asked for", next);
        }
        demand(known.amountMinor() == amount, "another amount for refund " + refundId);
        return switch (known.status()) {
            case ASKED -> PeerStep.of("refund asked for again", this);
            case PAID -> PeerStep.of("refunded already", this, new ConfirmRefund(refundId));
            case REFUSED ->
                    PeerStep.of("refund refused already", this, new RefuseRefund(refundId, "no"));
        };
    }

    /** What the provider may answer now. */
    List<PeerStep<PaymentModel>> outcomes() {
        var outcomes = new ArrayList<PeerStep<PaymentModel>>();
        refunds.forEach((id, refund) -> {
            if (refund.status() == Status.ASKED) {
                outcomes.add(
                        PeerStep.of(
                                "provider refunds",
                                with(id, new Refund(refund.amountMinor(), Status.PAID)),
                                new ConfirmRefund(id)));
                outcomes.add(
                        PeerStep.of(
                                "provider refuses the refund",
                                with(id, new Refund(refund.amountMinor(), Status.REFUSED)),
                                new RefuseRefund(id, "account closed")));
            }
        });
        switch (stage) {
            case AUTHORISING -> {
                outcomes.add(provider("authorises", Stage.AUTHORISED, new ConfirmAuthorisation()));
                outcomes.add(declines());
            }
            case AUTHORISING_TO_VOID -> {
                outcomes.add(provider("authorises", Stage.VOIDING, new ConfirmAuthorisation()));
                outcomes.add(declines());
            }
            case VOIDING -> outcomes.add(provider("voids", Stage.VOIDED, new ConfirmVoid()));
            case CAPTURING -> {
                outcomes.add(provider("captures", Stage.CAPTURED, new ConfirmCapture()));
                outcomes.add(
                        provider(
                                "refuses the capture",
                                Stage.CAPTURE_FAILED,
                                new RefuseCapture("card expired")));
            }
            case NONE, DECLINED, AUTHORISED, VOIDED, CAPTURED, CAPTURE_FAILED -> {}
        }
        return outcomes;
    }

    private PeerStep<PaymentModel> declines() {
        return provider("declines", Stage.DECLINED, new RefuseAuthorisation("declined"));
    }

    private PeerStep<PaymentModel> provider(String what, Stage next, OrderCommand answer) {
        return PeerStep.of("provider " + what, now(next), answer);
    }

    long refundedMinor(Status... statuses) {
        var wanted = List.of(statuses);
        return refunds.values().stream()
                .filter(refund -> wanted.contains(refund.status()))
                .mapToLong(Refund::amountMinor)
                .sum();
    }

    private PaymentModel now(Stage next) {
        return new PaymentModel(next, amountMinor, refunds);
    }

    private PaymentModel with(String refundId, Refund refund) {
        var next = new HashMap<>(refunds);
        next.put(refundId, refund);
        return new PaymentModel(stage, amountMinor, next);
    }

    private void demand(boolean sound, String what) {
        if (!sound) {
            throw unexpected(what);
        }
    }

    private IllegalStateException unexpected(String what) {
        return new IllegalStateException(
                "payment is asked to %s but it is %s".formatted(what, this));
    }
}
