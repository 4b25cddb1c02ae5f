package daybook.audit;

import daybook.contracts.payment.PaymentEvent;
import daybook.contracts.payment.PaymentEvent.*;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps each order's money, from the payment's log. Minor units. */
final class PaymentFold implements Consumer<Envelope<PaymentEvent>> {

    /** The money of one order. */
    static final class Payment {
        String currency = "";
        long requested;
        long authorised;
        long captured;
        long voided;
        long refunded;

        /** The provider has been asked to hold the money and has not answered. */
        boolean authorising;

        boolean captureFailed;
        @Nullable Position lastPosition;
        private final Map<String, Long> refunds = new HashMap<>(0);

        long open() {
            return authorised - captured - voided;
        }

        Verdict.Money money() {
            return new Verdict.Money(0, authorised, captured, voided, open(), refunded, 0, 0);
        }
    }

    private final Map<String, Payment> payments = new HashMap<>();
    private final Findings findings;
    private final Set<String> unsettled;
    private final MoneyTotals totals;

    /**
     * @param unsettled gets the orders that something happened to
     * @param totals gets their money
     */
    PaymentFold(Findings findings, Set<String> unsettled, MoneyTotals totals) {
        this.findings = findings;
        this.unsettled = unsettled;
        this.totals = totals;
    }

    /** By order id. */
    Map<String, Payment> payments() {
        return payments;
    }

    @Override
    public void accept(Envelope<PaymentEvent> at) {
        Payment payment = payments.computeIfAbsent(at.streamId(), _ -> new Payment());
        totals.take(payment.currency, payment.money());
        apply(payment, at);
        totals.add(payment.currency, payment.money());
        unsettled.add(at.streamId());
        payment.lastPosition = at.position();
        check(payment.open() >= 0, at, "captured and voided more than was authorised", payment);
        check(payment.refunded <= payment.captured, at, "refunded more than captured", payment);
    }

    private void apply(Payment payment, Envelope<PaymentEvent> at) {
        switch (at.event()) {
            case AuthorisationRequested(_, var amount, var currency, _) -> {
                payment.currency = currency;
                payment.requested = amount;
                payment.authorising = true;
            }
            case PaymentAuthorised(_, var amount) -> authorise(payment, amount, at);
            case PaymentDeclined _ -> payment.authorising = false;
            case CaptureRequested(_, var amount) ->
                    check(amount <= payment.open(), at, "asks for more than is held", payment);
            case PaymentCaptured(var amount) -> {
                check(payment.captured == 0, at, "captured twice", payment);
                payment.captured += amount;
            }
            case CaptureFailed _ -> payment.captureFailed = true;
            case VoidScheduled _, VoidRequested _ -> {}
            case PaymentVoided(var amount) -> {
                payment.voided += amount;
                payment.authorising = false;
            }
            case RefundRequested(var refundId, _, var amount) ->
                    payment.refunds.put(refundId, amount);
            case PaymentRefunded(var refundId, var amount) -> refund(payment, refundId, amount, at);
            case RefundFailed(var refundId, _) -> payment.refunds.remove(refundId);
        }
    }

    private void authorise(Payment payment, long amount, Envelope<PaymentEvent> at) {
        check(payment.authorised == 0, at, "authorised twice", payment);
        check(
                amount == payment.requested,
                at,
                "authorised %d, requested %d".formatted(amount, payment.requested),
                payment);
        payment.authorised += amount;
        payment.authorising = false;
    }

    private void refund(Payment payment, String refundId, long amount, Envelope<PaymentEvent> at) {
        Long requested = payment.refunds.remove(refundId);
        check(
                requested != null && requested == amount,
                at,
                "refund %s of %d, requested was %s".formatted(refundId, amount, requested),
                payment);
        payment.refunded += amount;
    }

    private void check(boolean holds, Envelope<PaymentEvent> at, String problem, Payment payment) {
        if (!holds) {
            findings.add(
                    Rule.MONEY_CONSERVED,
                    "payment",
                    at,
                    "%s (authorised %d, captured %d, voided %d, refunded %d)"
                            .formatted(
                                    problem,
                                    payment.authorised,
                                    payment.captured,
                                    payment.voided,
                                    payment.refunded));
        }
    }
}
