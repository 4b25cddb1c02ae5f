package daybook.contracts.payment;

import java.util.Map;

/**
 * What one may ask of the payment of an order; the stream is the order's id. The commands that
 * record are the provider's outcomes, sent by the effect that called it. Amounts are minor units.
 */
public sealed interface PaymentCommand {

    /** The wire name of each command. */
    Map<String, Class<? extends PaymentCommand>> TYPES =
            Map.ofEntries(
                    Map.entry("authorise-payment", AuthorisePayment.class),
                    Map.entry("capture-payment", CapturePayment.class),
                    Map.entry("void-payment", VoidPayment.class),
                    Map.entry("refund-payment", RefundPayment.class),
                    Map.entry("record-authorised", RecordAuthorised.class),
                    Map.entry("record-declined", RecordDeclined.class),
                    Map.entry("record-captured", RecordCaptured.class),
                    Map.entry("record-capture-failed", RecordCaptureFailed.class),
                    Map.entry("record-voided", RecordVoided.class),
                    Map.entry("record-refunded", RecordRefunded.class),
                    Map.entry("record-refund-failed", RecordRefundFailed.class));

    /** Hold the amount; the answer goes to the order. */
    record AuthorisePayment(
            String customerId, long amountMinor, String currency, String paymentMethod)
            implements PaymentCommand {}

    /** Take all that is held. */
    record CapturePayment() implements PaymentCommand {}

    /** Let go of what is held, or of what the provider may still come to hold. */
    record VoidPayment() implements PaymentCommand {}

    record RefundPayment(String refundId, long amountMinor) implements PaymentCommand {}

    /**
     * @param providerReference the provider's id of the payment
     */
    record RecordAuthorised(String providerReference) implements PaymentCommand {}

    record RecordDeclined(String reason) implements PaymentCommand {}

    record RecordCaptured() implements PaymentCommand {}

    record RecordCaptureFailed(String reason) implements PaymentCommand {}

    record RecordVoided() implements PaymentCommand {}

    record RecordRefunded(String refundId) implements PaymentCommand {}

    record RecordRefundFailed(String refundId, String reason) implements PaymentCommand {}
}
