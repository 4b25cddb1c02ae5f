package daybook.contracts.order;

/**
 * One line of an order.
 *
 * @param line its number in the order, from 1
 * @param quantity units, at least 1
 * @param unitPriceMinor price of one unit in minor units of the order's currency, 0 for a gift
 */
public record OrderLine(int line, String sku, int quantity, long unitPriceMinor) {

    /** What the whole line costs, in minor units. */
    public long amountMinor() {
        return quantity * unitPriceMinor;
    }
}
