package daybook.order.readmodel;

import daybook.contracts.order.OrderLine;

/**
 * A line as it stands.
 *
 * @param returned units that came back
 */
public record LineView(
        int line, String sku, int quantity, long unitPriceMinor, Status status, int returned) {

    /** What inventory said of the line. */
    public enum Status {
        OPEN,
        RESERVED,
        REFUSED
    }

    static LineView of(OrderLine line) {
        return new LineView(
                line.line(), line.sku(), line.quantity(), line.unitPriceMinor(), Status.OPEN, 0);
    }

    LineView with(Status answered) {
        return new LineView(line, sku, quantity, unitPriceMinor, answered, returned);
    }

    LineView returning(int units) {
        return new LineView(line, sku, quantity, unitPriceMinor, status, returned + units);
    }
}
