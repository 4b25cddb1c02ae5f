package daybook.contracts.shipping;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingEvent.BookingRequested;
import java.util.function.Supplier;

/**
 * What stands in logs and inboxes but is written no more. Each form supplies the one that came
 * after it and never changes.
 */
final class Past {

    private Past() {}

    /** Before addresses were sealed. */
    record BookShipmentV1(String customerId, Address shipTo, int weightGrams)
            implements Supplier<BookShipment> {
        @Override
        public BookShipment get() {
            return new BookShipment(customerId, Sealed.inClear(shipTo), weightGrams);
        }
    }

    /** Before addresses were sealed. */
    record BookingRequestedV1(String customerId, Address shipTo, int weightGrams)
            implements Supplier<BookingRequested> {
        @Override
        public BookingRequested get() {
            return new BookingRequested(customerId, Sealed.inClear(shipTo), weightGrams);
        }
    }
}
