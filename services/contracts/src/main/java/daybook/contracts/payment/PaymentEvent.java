package daybook.contracts.payment;

import java.util.Map;

/**
 * What happened to the payment of an order. A request is the decision to call the provider; the
 * call follows after the request is committed. Amounts are minor units.
 */
public sealed interface PaymentEvent {

    /** The wire name of each event. */
    Map<String, Class<? extends PaymentEvent>> TYPES =
            Map.ofEntries(
                    Map.entry("authorisation-requested", AuthorisationRequested.class),
                    Map.entry("payment-authorised", PaymentAuthorised.class),
                    Map.entry("payment-declined", PaymentDeclined.class),
                    Map.entry("capture-requested", CaptureRequested.class),
                    Map.entry("payment-captured", PaymentCaptured.class),
                    Map.entry("capture-failed", CaptureFailed.class),
                    Map.entry("void-scheduled", VoidScheduled.class),
                    Map.entry("void-requested", VoidRequested.class),
                    Map.entry("payment-voided", PaymentVoided.class),
                    Map.entry("refund-requested", RefundRequested.class),
                    Map.entry("payment-refunded", PaymentRefunded.class),
                    Map.entry("refund-failed", RefundFailed.class));

    record AuthorisationRequested(
            String customerId, long amountMinor, String currency, String paymentMethod)
            implements PaymentEvent {}

    record PaymentAuthorised(String providerReference, long amountMinor) implements PaymentEvent {}

    record PaymentDeclined(String reason) implements PaymentEvent {}

    record CaptureRequested(String providerReference, long amountMinor) implements PaymentEvent {}

    record PaymentCaptured(long amountMinor) implements PaymentEvent {}

    record CaptureFailed(String reason) implements PaymentEvent {}

    /** To be voided as soon as the provider has answered the authorisation. */
    record VoidScheduled() implements PaymentEvent {}

    record VoidRequested(String providerReference) implements PaymentEvent {}

    record PaymentVoided(long amountMinor) implements PaymentEvent {}

    record RefundRequested(String refundId, String providerReference, long amountMinor)
            implements PaymentEvent {}

    record PaymentRefunded(String refundId, long amountMinor) implements PaymentEvent {}

    record RefundFailed(String refundId, String reason) implements PaymentEvent {}
}
