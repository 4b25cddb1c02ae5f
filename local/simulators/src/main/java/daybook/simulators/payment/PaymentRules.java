package daybook.simulators.payment;

import daybook.simulators.journal.Entry;
import daybook.simulators.journal.Records;
import daybook.simulators.payment.Payment.Status;
import daybook.simulators.server.Ids;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What each request does. Money is conserved: no more is captured than was authorised, no more
 * given back than was captured. The entries have no idempotency key yet.
 *
 * @see <a href="https://docs.stripe.com/api/payment_intents">Stripe: PaymentIntents</a>
 */
final class PaymentRules {

    private static final Set<String> CREATE =
            Set.of(
                    "amount",
                    "automatic_payment_methods",
                    "capture_method",
                    "confirm",
                    "currency",
                    "description",
                    "metadata",
                    "off_session",
                    "payment_method",
                    "payment_method_types",
                    "return_url");
    private static final Set<String> CONFIRM =
            Set.of("payment_method", "return_url", "off_session");
    private static final Set<String> CAPTURE = Set.of("amount_to_capture");
    private static final Set<String> CANCEL = Set.of("cancellation_reason");
    private static final Set<String> REFUND =
            Set.of("payment_intent", "amount", "reason", "metadata");

    private static final Set<String> CANCELLATION_REASONS =
            Set.of("duplicate", "fraudulent", "requested_by_customer", "abandoned");
    private static final Set<String> REFUND_REASONS =
            Set.of("duplicate", "fraudulent", "requested_by_customer");

    /** Stripe's least charge by currency; 50 for the others. */
    private static final Map<String, Long> LEAST_MINOR = Map.of("gbp", 30L);

    private static final long USUAL_LEAST_MINOR = 50;

    private final Records records;
    private final InstantSource clock;

    PaymentRules(Records records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    Entry create(RoutingContext request) {
        var form = Form.of(request, CREATE);
        var method = form.text("payment_method");
        if (!method.isEmpty()) {
            TestCards.requireKnown(method);
        }
        var payment = Payment.create(terms(form), method);
        if (!form.flag("confirm")) {
            return Outcomes.done(payment);
        }
        form.required("payment_method");
        if (payment.terms().automaticMethods()
                && !form.has("return_url")
                && !form.text("automatic_payment_methods[allow_redirects]").equals("never")) {
            throw new BadParameter(
                    "parameter_missing",
                    "return_url",
                    "Automatic payment methods may redirect the customer: to confirm here, give a"
                            + " return_url, or automatic_payment_methods[allow_redirects]=never, or"
                            + " payment_method_types[]=card");
        }
        return Outcomes.confirmed(payment.confirm(method));
    }

    Entry confirm(RoutingContext request) {
        var form = Form.of(request, CONFIRM);
        var payment = payment(request.pathParam("id"), "intent");
        if (payment.status() != Status.requires_confirmation
                && payment.status() != Status.requires_payment_method) {
            return Outcomes.unexpectedState(payment, "confirmed");
        }
        var standing = payment.state().declined() ? "" : payment.state().paymentMethod();
        var method = form.has("payment_method") ? form.required("payment_method") : standing;
        if (method.isEmpty()) {
            return Outcomes.unexpectedState(payment, "confirmed without a payment method");
        }
        TestCards.requireKnown(method);
        return Outcomes.confirmed(payment.confirm(method));
    }

    Entry capture(RoutingContext request) {
        var form = Form.of(request, CAPTURE);
        var asked = form.amountMinor("amount_to_capture");
        var payment = payment(request.pathParam("id"), "intent");
        if (payment.status() != Status.requires_capture) {
            return Outcomes.unexpectedState(payment, "captured");
        }
        var amount = asked.orElse(payment.state().capturableMinor());
        if (amount > payment.state().capturableMinor()) {
            return Outcomes.refused(
                    "amount_too_large",
                    "amount_to_capture",
                    "Cannot capture "
                            + amount
                            + ": only "
                            + payment.state().capturableMinor()
                            + " is authorised",
                    payment);
        }
        return Outcomes.done(payment.capture(amount));
    }

    Entry cancel(RoutingContext request) {
        var form = Form.of(request, CANCEL);
        var reason = form.oneOf("cancellation_reason", "", CANCELLATION_REASONS);
        var payment = payment(request.pathParam("id"), "intent");
        if (payment.status() == Status.succeeded || payment.status() == Status.canceled) {
            return Outcomes.unexpectedState(payment, "canceled");
        }
        return Outcomes.done(payment.cancel(now(), reason));
    }

    Entry refund(RoutingContext request) {
        var form = Form.of(request, REFUND);
        var asked = form.amountMinor("amount");
        var reason = form.oneOf("reason", "", REFUND_REASONS);
        var metadata = form.map("metadata");
        var payment = payment(form.required("payment_intent"), "payment_intent");
        if (payment.status() != Status.succeeded) {
            return Outcomes.unexpectedState(payment, "refunded");
        }
        var left = payment.refundableMinor();
        if (left == 0) {
            return Outcomes.refused(
                    "charge_already_refunded",
                    "payment_intent",
                    "The charge has already been refunded.",
                    payment);
        }
        var amount = asked.orElse(left);
        if (amount > left) {
            return Outcomes.refused(
                    "amount_too_large",
                    "amount",
                    "Cannot refund " + amount + ": only " + left + " of the charge is left",
                    payment);
        }
        var refund =
                new Refund(
                        Ids.letters("re_", 24),
                        now(),
                        amount,
                        payment.terms().currency(),
                        payment.id(),
                        reason,
                        metadata);
        return Outcomes.done(refund, payment.refund(amount));
    }

    Payment payment(String id, String param) {
        return records.find(id)
                .filter(Payment::isPayment)
                .map(Payment::of)
                .orElseThrow(() -> BadParameter.missing("payment_intent", param, id));
    }

    private Payment.Terms terms(Form form) {
        form.required("amount");
        var amount = form.amountMinor("amount").orElseThrow();
        var currency = form.required("currency").toLowerCase(Locale.ROOT);
        if (!currency.matches("[a-z]{3}")) {
            throw new BadParameter(
                    "parameter_invalid", "currency", "Invalid currency: " + currency);
        }
        var least = LEAST_MINOR.getOrDefault(currency, USUAL_LEAST_MINOR);
        if (amount < least) {
            throw new BadParameter(
                    "amount_too_small",
                    "amount",
                    "Amount must be at least " + least + " " + currency);
        }
        var types = form.map("payment_method_types");
        if (types.stream().anyMatch(type -> !"card".equals(type.getValue()))) {
            throw new BadParameter(
                    "parameter_invalid", "payment_method_types", "The simulator knows only card");
        }
        var automatic = !form.text("automatic_payment_methods[enabled]").equals("false");
        if (!types.isEmpty() && form.has("automatic_payment_methods[enabled]") && automatic) {
            throw new BadParameter(
                    "parameter_invalid",
                    "payment_method_types",
                    "Give payment_method_types or automatic_payment_methods, not both");
        }
        var capture =
                form.oneOf("capture_method", "automatic", Set.of("automatic_async", "manual"));
        return new Payment.Terms(
                Ids.letters("pi_", 24),
                now(),
                amount,
                currency,
                capture.equals("manual"),
                types.isEmpty() && automatic,
                form.text("description"),
                form.map("metadata"));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
