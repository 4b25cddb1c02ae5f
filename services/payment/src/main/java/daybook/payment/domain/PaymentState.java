package daybook.payment.domain;

import java.util.HashMap;
import java.util.Map;

/** Where the payment of an order stands. Amounts are minor units of its currency. */
public sealed interface PaymentState {

    /** The wire name of each state. */
    Map<String, Class<? extends PaymentState>> TYPES =
            Map.ofEntries(
                    Map.entry("none", None.class),
                    Map.entry("authorising", Authorising.class),
                    Map.entry("declined", Declined.class),
                    Map.entry("authorised", Authorised.class),
                    Map.entry("voiding", Voiding.class),
                    Map.entry("voided", Voided.class),
                    Map.entry("capturing", Capturing.class),
                    Map.entry("uncaptured", Uncaptured.class),
                    Map.entry("captured", Captured.class));

    record None() implements PaymentState {}

    /**
     * @param voidScheduled what the provider comes to hold is to be let go at once
     */
    record Authorising(long amountMinor, boolean voidScheduled) implements PaymentState {}

    record Declined() implements PaymentState {}

    record Authorised(String providerReference, long amountMinor) implements PaymentState {}

    record Voiding(String providerReference, long amountMinor) implements PaymentState {}

    record Voided() implements PaymentState {}

    record Capturing(String providerReference, long amountMinor) implements PaymentState {}

    /** The provider did not give what it held; it may be asked again, or told to let go. */
    record Uncaptured(String providerReference, long amountMinor) implements PaymentState {}

    /**
     * @param refunds by refund id, those under way and those done; a failed one is none
     */
    record Captured(String providerReference, long amountMinor, Map<String, Refund> refunds)
            implements PaymentState {
        public Captured {
            refunds = Map.copyOf(refunds);
        }

        /** What no refund has claimed. */
        long refundableMinor() {
            return amountMinor - refunds.values().stream().mapToLong(Refund::amountMinor).sum();
        }

        Captured with(String refundId, Refund refund) {
            var more = new HashMap<>(refunds);
            more.put(refundId, refund);
            return new Captured(providerReference, amountMinor, more);
        }

        Captured without(String refundId) {
            var fewer = new HashMap<>(refunds);
            fewer.remove(refundId);
            return new Captured(providerReference, amountMinor, fewer);
        }
    }

    /**
     * @param done the money is back with the customer
     */
    record Refund(long amountMinor, boolean done) {}
}
