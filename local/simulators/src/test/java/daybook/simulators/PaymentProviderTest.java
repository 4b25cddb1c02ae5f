package daybook.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.service.PaymentIntentService;
import com.stripe.service.RefundService;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PaymentProviderTest {

    @TempDir private Path directory;

    private RunningSimulators simulators;
    private PaymentIntentService payments;
    private RefundService refunds;

    @BeforeEach
    void start() throws Exception {
        simulators = new RunningSimulators(directory);
        connect();
    }

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void an_authorised_payment_is_captured_and_refunded_in_parts() throws Exception {
        var held = payments.create(order("o-1", 2000, "pm_card_visa"), key("o-1/authorise"));
        assertThat(held.getStatus()).isEqualTo("requires_capture");
        assertThat(held.getAmountCapturable()).isEqualTo(2000);
        assertThat(held.getLatestCharge()).startsWith("ch_");

        var captured = payments.capture(held.getId(), capture(1500), key("o-1/capture"));
        assertThat(captured.getStatus()).isEqualTo("succeeded");
        assertThat(captured.getAmountReceived()).isEqualTo(1500);

        var refund = refunds.create(refund(held, 500), key("o-1/refund-1"));
        assertThat(refund.getStatus()).isEqualTo("succeeded");
        assertThat(refunds.retrieve(refund.getId()).getPaymentIntent()).isEqualTo(held.getId());
        assertThat(refund.getMetadata()).containsEntry("return_id", "r-1");

        assertThat(ledger())
                .isEqualTo(
                        new JsonObject()
                                .put("authorisedMinor", 2000)
                                .put("capturedMinor", 1500)
                                .put("voidedMinor", 500)
                                .put("refundedMinor", 500)
                                .put("paymentIntents", 1)
                                .put("refunds", 1));
    }

    @Test
    void an_authorised_payment_is_cancelled_and_what_was_held_is_voided() throws Exception {
        var held = payments.create(order("o-1", 2000, "pm_card_visa"));

        var cancelled =
                payments.cancel(
                        held.getId(),
                        PaymentIntentCancelParams.builder()
                                .setCancellationReason(
                                        PaymentIntentCancelParams.CancellationReason
                                                .REQUESTED_BY_CUSTOMER)
                                .build());

        assertThat(cancelled.getStatus()).isEqualTo("canceled");
        assertThat(cancelled.getAmountCapturable()).isZero();
        assertThat(cancelled.getCanceledAt()).isEqualTo(simulators.instant().getEpochSecond());
        assertThat(ledger().getLong("voidedMinor")).isEqualTo(2000);
        assertThat(refusal(() -> payments.capture(held.getId())).getCode())
                .isEqualTo("payment_intent_unexpected_state");
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_chargeDeclined, card_declined, generic_decline",
        "pm_card_visa_chargeDeclined, card_declined, generic_decline",
        "pm_card_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
        "pm_card_visa_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
        "pm_card_chargeDeclinedExpiredCard, expired_card,",
    })
    void a_declined_card_says_why_and_leaves_a_payment_to_try_again(
            String card, String code, String declineCode) throws Exception {
        var decline =
                catchThrowableOfType(
                        CardException.class, () -> payments.create(order("o-1", 2000, card)));

        assertThat(decline.getStatusCode()).isEqualTo(402);
        assertThat(decline.getCode()).isEqualTo(code);
        assertThat(decline.getDeclineCode()).isEqualTo(declineCode);
        var payment = decline.getStripeError().getPaymentIntent();
        assertThat(payment.getStatus()).isEqualTo("requires_payment_method");
        assertThat(payment.getLastPaymentError().getCode()).isEqualTo(code);

        var retried =
                payments.confirm(
                        payment.getId(),
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_mastercard")
                                .build());
        assertThat(retried.getStatus()).isEqualTo("requires_capture");
        assertThat(retried.getLastPaymentError()).isNull();
    }

    @Test
    void a_payment_created_without_confirming_holds_nothing_until_confirmed() throws Exception {
        var created =
                payments.create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(700L)
                                .setCurrency("eur")
                                .setPaymentMethod("pm_card_visa")
                                .build());
        assertThat(created.getStatus()).isEqualTo("requires_confirmation");
        assertThat(ledger().getLong("authorisedMinor")).isZero();

        assertThat(payments.confirm(created.getId()).getStatus()).isEqualTo("succeeded");
        assertThat(payments.retrieve(created.getId()).getAmountReceived()).isEqualTo(700);
    }

    @Test
    void no_more_is_captured_than_was_authorised() throws Exception {
        var held = payments.create(order("o-1", 2000, "pm_card_visa"));

        assertThat(refusal(() -> payments.capture(held.getId(), capture(2001))).getParam())
                .isEqualTo("amount_to_capture");
        payments.capture(held.getId(), capture(2000));
        assertThat(refusal(() -> payments.capture(held.getId())).getCode())
                .isEqualTo("payment_intent_unexpected_state");
    }

    @Test
    void no_more_is_refunded_than_was_captured() throws Exception {
        var held = payments.create(order("o-1", 2000, "pm_card_visa"));
        assertThat(refusal(() -> refunds.create(refund(held, 1))).getStatusCode()).isEqualTo(400);

        payments.capture(held.getId(), capture(1000));
        refunds.create(refund(held, 900));
        assertThat(refusal(() -> refunds.create(refund(held, 101))).getParam()).isEqualTo("amount");
        refunds.create(refund(held, 100));
        assertThat(refusal(() -> refunds.create(refund(held, 1))).getCode())
                .isEqualTo("charge_already_refunded");
        assertThat(ledger().getLong("refundedMinor")).isEqualTo(1000);
    }

    @Test
    void confirming_with_methods_that_may_redirect_needs_a_return_url() {
        var params =
                PaymentIntentCreateParams.builder()
                        .setAmount(2000L)
                        .setCurrency("gbp")
                        .setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .build();
        assertThat(refusal(() -> payments.create(params)).getParam()).isEqualTo("return_url");
    }

    @Test
    void what_is_not_there_is_missing() {
        assertThat(refusal(() -> payments.retrieve("pi_none")).getStatusCode()).isEqualTo(404);
        assertThat(refusal(() -> refunds.retrieve("re_none")).getCode())
                .isEqualTo("resource_missing");
        assertThat(refusal(() -> payments.create(order("o-1", 2000, "pm_card_typo"))).getParam())
                .isEqualTo("payment_method");
    }

    @Test
    void a_request_without_a_test_key_is_turned_away() {
        assertThatThrownBy(() ->
                        payments.retrieve(
                                "pi_none", RequestOptions.builder().setApiKey("sk_live_x").build()))
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void an_unknown_parameter_is_refused() throws Exception {
        var answer =
                simulators.send(
                        simulators
                                .post(simulators.payment("/v1/payment_intents"))
                                .POST(BodyPublishers.ofString("amount=500&curency=gbp")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("parameter_unknown", "curency");
    }

    @Test
    void a_restart_keeps_payments_refunds_and_keys() throws Exception {
        var params = order("o-1", 2000, "pm_card_visa");
        var held = payments.create(params, key("o-1/authorise"));
        payments.capture(held.getId());
        var refund = refunds.create(refund(held, 300), key("o-1/refund"));
        var before = ledger();

        simulators.restart();
        connect();

        assertThat(ledger()).isEqualTo(before);
        assertThat(payments.retrieve(held.getId()).getStatus()).isEqualTo("succeeded");
        assertThat(payments.create(params, key("o-1/authorise")).getId()).isEqualTo(held.getId());
        assertThat(refunds.create(refund(held, 300), key("o-1/refund")).getId())
                .isEqualTo(refund.getId());
        assertThat(ledger()).isEqualTo(before);
    }

    @Test
    void the_ledger_has_one_line_for_each_payment_with_its_order() throws Exception {
        var first = payments.create(order("o-1", 2000, "pm_card_visa"));
        payments.create(order("o-2", 900, "pm_card_visa"));
        payments.capture(first.getId(), capture(1999));

        var lines =
                simulators
                        .send(
                                HttpRequest.newBuilder(
                                        simulators.payment("/simulator/ledger/entries")))
                        .body()
                        .lines()
                        .map(JsonObject::new)
                        .toList();

        assertThat(lines)
                .extracting(line -> line.getString("orderId") + " " + line.getLong("capturedMinor"))
                .containsExactly("o-2 0", "o-1 1999");
    }

    private void connect() {
        payments = simulators.stripe().v1().paymentIntents();
        refunds = simulators.stripe().v1().refunds();
    }

    private JsonObject ledger() throws Exception {
        return simulators.get(simulators.payment("/simulator/ledger"));
    }

    static PaymentIntentCreateParams order(String orderId, long amountMinor, String card) {
        return PaymentIntentCreateParams.builder()
                .setAmount(amountMinor)
                .setCurrency("gbp")
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                .setConfirm(true)
                .setPaymentMethod(card)
                .addPaymentMethodType("card")
                .putMetadata("order_id", orderId)
                .build();
    }

    static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private static PaymentIntentCaptureParams capture(long amountMinor) {
        return PaymentIntentCaptureParams.builder().setAmountToCapture(amountMinor).build();
    }

    private static RefundCreateParams refund(PaymentIntent payment, long amountMinor) {
        return RefundCreateParams.builder()
                .setPaymentIntent(payment.getId())
                .setAmount(amountMinor)
                .putMetadata("return_id", "r-1")
                .build();
    }

    static InvalidRequestException refusal(ThrowingCallable call) {
        return catchThrowableOfType(InvalidRequestException.class, call);
    }
}
