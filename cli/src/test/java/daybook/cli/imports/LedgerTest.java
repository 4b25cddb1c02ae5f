package daybook.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.cli.imports.Outcome.End;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {

    private final List<OrderRow> rows =
            List.of(
                    new OrderRow(2, "1", "20001", 4, 250, "7", "Germany"),
                    new OrderRow(3, "1", "POST", 1, 400, "7", "Germany"),
                    new OrderRow(4, "2", "20001", 2, 250, "8", "Germany"),
                    new OrderRow(5, "C3", "20001", -1, 250, "7", "Germany"));
    private final Plan plan = Planner.plan(rows);
    private final Outcome rejected =
            new Outcome(
                    End.REJECTED,
                    "out of stock: line 1 (20001), line 2 (85123A), 7 more",
                    "b",
                    500);

    private Ledger ledger(long completedMinor) {
        return new Ledger(
                rows,
                plan,
                Map.of(
                        "1", new Outcome(End.COMPLETED, "", "a", completedMinor),
                        "2", rejected,
                        "C3-1", new Outcome(End.RETURNED, "", "a", -250)));
    }

    @Test
    void the_sums_add_up() {
        assertThat(ledger(1000).balanced()).isTrue();
        assertThat(ledger(1000).file()).isEqualTo(new Ledger.Sum(4, 6, 1650));
    }

    @Test
    void an_order_that_the_gateway_charges_otherwise_is_noticed() {
        assertThat(ledger(999).balanced()).isFalse();
    }

    @Test
    void what_was_not_reached_is_unfinished() {
        var ledger = new Ledger(rows, plan, Map.of());
        assertThat(ledger.balanced()).isFalse();
        assertThat(ledger.outcome(0).end()).isEqualTo(End.UNFINISHED);
        assertThat(ledger.outcome(1).end()).isEqualTo(End.SKIPPED);
    }

    @Test
    void like_reasons_come_together() {
        assertThat(ledger(1000).reasons())
                .isEqualTo(Map.of("ordered and rejected: out of stock: line # (#)", 1L));
    }

    @Test
    void the_report_says_what_became_of_each_line(@TempDir Path folder) throws Exception {
        var report = new Report(ledger(1000), rows, Currency.getInstance("GBP"));
        var text = new StringWriter();
        report.print(new PrintWriter(text, true));
        report.write(folder.resolve("out/report.csv"));

        assertThat(text.toString())
                .containsPattern("ordered and completed +1 +4 +10.00")
                .containsPattern("returned +1 +-1 +-2.50")
                .containsPattern("Sum +4 +6 +16.50")
                .containsPattern("In the file +4 +6 +16.50");
        assertThat(Files.readAllLines(folder.resolve("out/report.csv")))
                .contains(
                        "2,1,20001,4,2.50,ordered and completed,,a",
                        "3,1,POST,1,4.00,skipped,\"" + Planner.NO_PRODUCT + "\",")
                .hasSize(5);
    }
}
