package daybook.contracts.order;

import daybook.contracts.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What happened to an order. An event that begins a wait carries the instant at which it ends. */
public sealed interface OrderEvent {

    /** The wire name of each event, and what was stored under it before. */
    Map<String, Class<?>> TYPES =
            Map.ofEntries(
                    Map.entry("order-placed", OrderPlaced.class),
                    Map.entry("order-placed.v1", Past.OrderPlacedV1.class),
                    Map.entry("line-reserved", LineReserved.class),
                    Map.entry("line-refused", LineRefused.class),
                    Map.entry("order-reserved", OrderReserved.class),
                    Map.entry("order-authorised", OrderAuthorised.class),
                    Map.entry("order-booked", OrderBooked.class),
                    Map.entry("order-booked.v1", Past.OrderBookedV1.class),
                    Map.entry("order-dispatched", OrderDispatched.class),
                    Map.entry("order-completed", OrderCompleted.class),
                    Map.entry("order-unpaid", OrderUnpaid.class),
                    Map.entry("shipment-cancellation-started", ShipmentCancellationStarted.class),
                    Map.entry("void-started", VoidStarted.class),
                    Map.entry("order-cancelled", OrderCancelled.class),
                    Map.entry("order-rejected", OrderRejected.class),
                    Map.entry("delivery-failed", DeliveryFailed.class),
                    Map.entry("items-returned", ItemsReturned.class),
                    Map.entry("return-refunded", ReturnRefunded.class),
                    Map.entry("refund-refused", RefundRefused.class),
                    Map.entry("address-erased", AddressErased.class),
                    Map.entry("step-retried", StepRetried.class));

    /** How an order ends that is being unwound. */
    enum Outcome {
        /** Somebody asked for it. */
        CANCELLED,
        /** It could not be fulfilled. */
        REJECTED
    }

    /**
     * @param totalMinor sum of the lines' amounts, in minor units of {@code currency}
     */
    record OrderPlaced(
            String customerId,
            String currency,
            List<OrderLine> lines,
            Sealed shipTo,
            String paymentMethod,
            long totalMinor,
            Instant reserveBy)
            implements OrderEvent {
        public OrderPlaced {
            lines = List.copyOf(lines);
        }
    }

    /** The stock of one line is set aside. */
    record LineReserved(int line) implements OrderEvent {}

    /** The stock of one line cannot be set aside. */
    record LineRefused(int line, String reason) implements OrderEvent {}

    /** The stock of all lines is set aside; the payment is next. */
    record OrderReserved(Instant authoriseBy) implements OrderEvent {}

    /** The total is authorised; the shipment is next. */
    record OrderAuthorised(Instant bookBy) implements OrderEvent {}

    /**
     * The carrier has the parcel on its books; dispatch is next.
     *
     * @param carrier whose tracking code it is
     */
    record OrderBooked(String carrier, String trackingCode, Instant dispatchBy)
            implements OrderEvent {

        /** The carrier of what was booked before orders knew it. */
        public static final String UNKNOWN_CARRIER = "";
    }

    /** The parcel is on its way; the money is next. */
    record OrderDispatched(Instant captureBy) implements OrderEvent {}

    /** Dispatched and paid. */
    record OrderCompleted() implements OrderEvent {}

    /** Dispatched, but the money could not be taken: an end that a person has to look at. */
    record OrderUnpaid(String reason) implements OrderEvent {}

    /** The order is being unwound and its booking has to be undone first. */
    record ShipmentCancellationStarted(Outcome outcome, String reason, Instant retryAt)
            implements OrderEvent {}

    /** The order is being unwound and its authorisation has to be voided. */
    record VoidStarted(Outcome outcome, String reason, Instant retryAt) implements OrderEvent {}

    /** Ended on request; nothing is reserved, held or booked for it. */
    record OrderCancelled(String reason) implements OrderEvent {}

    /** Ended because it could not be fulfilled; nothing is reserved, held or booked for it. */
    record OrderRejected(String reason) implements OrderEvent {}

    /** A dispatched parcel will not arrive; what was paid for it is given back. */
    record DeliveryFailed(String reason) implements OrderEvent {}

    /**
     * @param amountMinor what is refunded for the lines, in minor units
     * @param restock whether the goods come back into stock, or are lost
     */
    record ItemsReturned(
            String returnId,
            List<ReturnedLine> lines,
            String reason,
            long amountMinor,
            boolean restock,
            Instant retryAt)
            implements OrderEvent {
        public ItemsReturned {
            lines = List.copyOf(lines);
        }
    }

    /** The money of a return is back with the customer. */
    record ReturnRefunded(String returnId) implements OrderEvent {}

    /** The money of a return cannot be given back: a person has to look. */
    record RefundRefused(String returnId, String reason) implements OrderEvent {}

    /**
     * Nobody can read any more where the parcel goes.
     *
     * @param certificate number of the certificate that says so
     * @param by who had it done
     */
    record AddressErased(long certificate, String by) implements OrderEvent {}

    /** What the order waits for did not come in time and was asked for once more. */
    record StepRetried(Instant retryAt) implements OrderEvent {}
}
