package daybook.audit;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A verdict as people read it. */
public final class VerdictText {

    private static final int MAX_FINDINGS_PER_RULE = 10;
    private static final int MAX_STREAMS = 5;
    private static final String ROW = "  %-10s %12s %12s %12s %9s %9s%n";

    private final Verdict verdict;
    private final PrintWriter out;

    private VerdictText(Verdict verdict, PrintWriter out) {
        this.verdict = verdict;
        this.out = out;
    }

    public static void print(Verdict verdict, PrintWriter out) {
        var text = new VerdictText(verdict, out);
        text.logs();
        text.totals();
        text.notes("Noted", verdict.notes());
        text.notes("In flight", verdict.inFlight());
        text.conclusion();
        out.flush();
    }

    private void logs() {
        out.printf(ROW, "Log", "streams", "events", "answers", "parked", "waiting");
        for (Verdict.Log log : verdict.logs()) {
            out.printf(
                    ROW,
                    log.service(),
                    count(log.streams()),
                    count(log.events()),
                    count(log.answers()),
                    count(log.parked()),
                    count(log.waiting()));
        }
        out.println();
    }

    private void totals() {
        String orders =
                verdict.orders().entrySet().stream()
                        .map(entry -> count(entry.getValue()) + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
        line("Orders", orders.isEmpty() ? "none" : orders);
        Verdict.Units units = verdict.units();
        line(
                "Units",
                "received %s + adjusted %s = available %s + reserved %s + shipped %s - returned %s"
                        .formatted(
                                count(units.received()),
                                count(units.adjusted()),
                                count(units.available()),
                                count(units.reserved()),
                                count(units.shipped()),
                                count(units.returned())));
        verdict.money().forEach(this::money);
    }

    private void money(String code, Verdict.Money money) {
        line(
                code,
                "ordered %s; authorised %s = captured %s + voided %s + open %s"
                        .formatted(
                                amount(code, money.placed()),
                                amount(code, money.authorised()),
                                amount(code, money.captured()),
                                amount(code, money.voided()),
                                amount(code, money.open())));
        line(
                "",
                "captured %s - refunded %s; shipped and kept %s, shipped and unpaid %s"
                        .formatted(
                                amount(code, money.captured()),
                                amount(code, money.refunded()),
                                amount(code, money.kept()),
                                amount(code, money.unpaid())));
    }

    private void notes(String label, List<Verdict.Note> notes) {
        for (Verdict.Note note : notes) {
            line(label, count(note.count()) + " " + note.what());
            String streams =
                    note.streams().stream().limit(MAX_STREAMS).collect(Collectors.joining(", "));
            line("", streams + (note.count() > MAX_STREAMS ? ", …" : ""));
        }
    }

    private void conclusion() {
        out.println();
        long events = verdict.events();
        if (verdict.clean()) {
            out.printf("  CLEAN: every rule holds over %s events.%n", count(events));
            return;
        }
        out.printf("  BROKEN: %s findings in %s events.%n", count(verdict.broken()), count(events));
        verdict.first()
                .ifPresent(first ->
                        out.printf(
                                "  The first, %s: %s%n",
                                first.at().truncatedTo(ChronoUnit.SECONDS), first.text()));
        Map<Rule, List<Finding>> byRule =
                verdict.findings().stream().collect(Collectors.groupingBy(Finding::rule));
        byRule.keySet().stream().sorted().forEach(rule -> findings(rule, byRule));
    }

    private void findings(Rule rule, Map<Rule, List<Finding>> byRule) {
        List<Finding> findings = byRule.getOrDefault(rule, List.of());
        out.printf("%n  %s (broken %d times)%n", rule.sentence(), findings.size());
        for (Finding finding : findings.stream().limit(MAX_FINDINGS_PER_RULE).toList()) {
            out.printf("    %s%n", finding.text());
        }
        if (findings.size() > MAX_FINDINGS_PER_RULE) {
            out.printf("    and %d more%n", findings.size() - MAX_FINDINGS_PER_RULE);
        }
    }

    private void line(String label, String text) {
        out.printf("  %-10s %s%n", label, text);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** In major units; in minor ones if the log's currency is none that Java knows. */
    private static String amount(String code, long minor) {
        int digits =
                Currency.getAvailableCurrencies().stream()
                        .filter(currency -> currency.getCurrencyCode().equals(code))
                        .mapToInt(Currency::getDefaultFractionDigits)
                        .findFirst()
                        .orElse(0);
        int scale = Math.max(0, digits);
        return String.format(Locale.ROOT, "%,." + scale + "f", BigDecimal.valueOf(minor, scale));
    }
}
