package daybook.cli.imports;

import daybook.cli.imports.Ledger.Account;
import daybook.cli.imports.Ledger.Sum;
import daybook.cli.imports.Outcome.End;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** What became of a file, for people (a table) and for spreadsheets (a row for each input line). */
final class Report {

    private static final int MAX_REASONS = 12;
    private static final String ROW = "  %-66s %10s %12s %16s%n";

    private final Ledger ledger;
    private final List<OrderRow> rows;
    private final Currency currency;

    Report(Ledger ledger, List<OrderRow> rows, Currency currency) {
        this.ledger = ledger;
        this.rows = rows;
        this.currency = currency;
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                ROW,
                "What became of the lines",
                "lines",
                "units",
                currency.getCurrencyCode());
        SortedMap<Account, Sum> accounts = ledger.accounts();
        accounts.forEach((account, sum) -> row(out, words(account), sum));
        row(out, "Sum", accounts.values().stream().reduce(Sum.ZERO, Sum::plus));
        row(out, "In the file", ledger.file());
        out.println();
        out.println("  Orders: " + counts(ledger.orders()));
        reasons(out);
    }

    private void row(PrintWriter out, String words, Sum sum) {
        out.printf(
                Locale.ROOT,
                ROW,
                words,
                count(sum.lines()),
                count(sum.units()),
                amount(sum.amountMinor()));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String words(Account account) {
        return account.reason().isEmpty()
                ? account.end().words
                : account.end().words + ": " + account.reason();
    }

    private static String counts(SortedMap<End, Long> orders) {
        return orders.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        orders.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + entry.getKey().words)
                                .toList());
    }

    private void reasons(PrintWriter out) {
        Map<String, Long> reasons = ledger.reasons();
        if (reasons.isEmpty()) {
            return;
        }
        out.println("  Reasons:");
        reasons.entrySet().stream()
                .limit(MAX_REASONS)
                .forEach(entry ->
                        out.printf("  %8s  %s%n", count(entry.getValue()), entry.getKey()));
        if (reasons.size() > MAX_REASONS) {
            out.printf("            and %d more%n", reasons.size() - MAX_REASONS);
        }
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (var writer = Files.newBufferedWriter(file);
                var csv = new CSVPrinter(writer, CSVFormat.RFC4180)) {
            csv.printRecord(
                    "Line",
                    "InvoiceNo",
                    "StockCode",
                    "Quantity",
                    "UnitPrice",
                    "Fate",
                    "Reason",
                    "OrderId");
            for (int i = 0; i < rows.size(); i++) {
                OrderRow row = rows.get(i);
                Outcome outcome = ledger.outcome(i);
                csv.printRecord(
                        row.line(),
                        row.invoice(),
                        row.stockCode(),
                        row.quantity(),
                        major(row.unitPriceMinor()),
                        outcome.end().words,
                        outcome.reason(),
                        outcome.orderId());
            }
        }
    }

    private String amount(long minor) {
        return String.format(
                Locale.ROOT, "%,." + currency.getDefaultFractionDigits() + "f", major(minor));
    }

    private BigDecimal major(long minor) {
        return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
    }
}
