package daybook.contracts.order;

import daybook.contracts.Sealed;
import java.util.List;
import java.util.Map;

/** What one may ask of an order: its customer, the operators, and the services that work for it. */
public sealed interface OrderCommand {

    /** The wire name of each command, and what was sent under it before. */
    Map<String, Class<?>> TYPES =
            Map.ofEntries(
                    Map.entry("place-order", PlaceOrder.class),
                    Map.entry("place-order.v1", Past.PlaceOrderV1.class),
                    Map.entry("cancel-order", CancelOrder.class),
                    Map.entry("return-items", ReturnItems.class),
                    Map.entry("confirm-reservation", ConfirmReservation.class),
                    Map.entry("refuse-reservation", RefuseReservation.class),
                    Map.entry("confirm-authorisation", ConfirmAuthorisation.class),
                    Map.entry("refuse-authorisation", RefuseAuthorisation.class),
                    Map.entry("confirm-booking", ConfirmBooking.class),
                    Map.entry("confirm-booking.v1", Past.ConfirmBookingV1.class),
                    Map.entry("refuse-booking", RefuseBooking.class),
                    Map.entry("confirm-dispatch", ConfirmDispatch.class),
                    Map.entry("report-delivery-failure", ReportDeliveryFailure.class),
                    Map.entry("confirm-shipment-cancelled", ConfirmShipmentCancelled.class),
                    Map.entry("confirm-capture", ConfirmCapture.class),
                    Map.entry("refuse-capture", RefuseCapture.class),
                    Map.entry("confirm-void", ConfirmVoid.class),
                    Map.entry("confirm-refund", ConfirmRefund.class),
                    Map.entry("refuse-refund", RefuseRefund.class),
                    Map.entry("record-erasure", RecordErasure.class),
                    Map.entry("step-overdue", StepOverdue.class));

    /**
     * @param customerId who buys, and who may see the order
     * @param currency ISO 4217 code, upper case
     * @param paymentMethod the payment provider's token of what is charged
     */
    record PlaceOrder(
            String customerId,
            String currency,
            List<OrderLine> lines,
            Sealed shipTo,
            String paymentMethod)
            implements OrderCommand {
        public PlaceOrder {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param onBehalfOf the customer whose order it must be; empty for staff, who may cancel any
     */
    record CancelOrder(String onBehalfOf, String reason) implements OrderCommand {}

    /**
     * @param onBehalfOf the customer whose order it must be; empty for staff, who may return any
     * @param returnId names this return within the order
     */
    record ReturnItems(String onBehalfOf, String returnId, List<ReturnedLine> lines, String reason)
            implements OrderCommand {
        public ReturnItems {
            lines = List.copyOf(lines);
        }
    }

    /** From inventory: the stock of a line is set aside. */
    record ConfirmReservation(int line) implements OrderCommand {}

    /** From inventory: the stock of a line cannot be set aside. */
    record RefuseReservation(int line, String reason) implements OrderCommand {}

    /** From payment: the order's total is authorised. */
    record ConfirmAuthorisation() implements OrderCommand {}

    /** From payment: the provider declined; nothing is authorised and nothing is to be voided. */
    record RefuseAuthorisation(String reason) implements OrderCommand {}

    /** From shipping: the carrier has the parcel on its books. */
    record ConfirmBooking(String carrier, String trackingCode) implements OrderCommand {}

    /** From shipping: the carrier will not take the parcel; nothing is booked. */
    record RefuseBooking(String reason) implements OrderCommand {}

    /** From shipping: the parcel is on its way. */
    record ConfirmDispatch() implements OrderCommand {}

    /** From shipping: a booked or dispatched parcel will not arrive. */
    record ReportDeliveryFailure(String reason) implements OrderCommand {}

    /** From shipping: the booking is undone; the parcel stays. */
    record ConfirmShipmentCancelled() implements OrderCommand {}

    /** From payment: the money is taken. */
    record ConfirmCapture() implements OrderCommand {}

    /** From payment: the money of a dispatched order cannot be taken. */
    record RefuseCapture(String reason) implements OrderCommand {}

    /** From payment: nothing is held any more. */
    record ConfirmVoid() implements OrderCommand {}

    /** From payment: the money of a return is back with the customer. */
    record ConfirmRefund(String returnId) implements OrderCommand {}

    /** From payment: the money of a return cannot be given back; a person has to look. */
    record RefuseRefund(String returnId, String reason) implements OrderCommand {}

    /**
     * The key of the customer's address was destroyed.
     *
     * @param certificate number of the certificate that says so
     * @param by who had it done
     */
    record RecordErasure(long certificate, String by) implements OrderCommand {}

    /** From the order's own deadline: what it waits for did not come in time. */
    record StepOverdue() implements OrderCommand {}
}
