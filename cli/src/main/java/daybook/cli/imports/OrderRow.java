package daybook.cli.imports;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of an order file.
 *
 * @param line where it ends in the file, from 1; the header is line 1
 * @param invoice begins with C if it takes something back
 * @param quantity units; negative if they come back
 * @param unitPriceMinor in minor units
 * @param customer empty if nobody is named
 */
record OrderRow(
        long line,
        String invoice,
        String stockCode,
        int quantity,
        long unitPriceMinor,
        String customer,
        String country) {

    /** Carriage, fees, samples and corrections have codes such as POST, C2 or BANK CHARGES. */
    private static final Pattern PRODUCT = Pattern.compile("(\\d{5}|DCGS).*");

    long amountMinor() {
        return quantity * unitPriceMinor;
    }

    /** The same product stands there in upper and in lower case. */
    String sku() {
        return stockCode.toUpperCase(Locale.ROOT);
    }

    boolean isProduct() {
        return PRODUCT.matcher(sku()).matches();
    }

    boolean takesBack() {
        return invoice.startsWith("C");
    }
}
