package daybook.cli.load;

import daybook.cli.load.RunLog.Ended;
import daybook.cli.load.RunLog.Placed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A result as people read it: rows of a label and a text, and the verdict. */
public final class LoadText {

    /** A line of the summary. */
    record Row(String label, String text) {}

    private final LoadResult result;
    private final List<Placed> measured;

    LoadText(LoadResult result) {
        this.result = result;
        this.measured = result.log().placed().values().stream().filter(Placed::measured).toList();
    }

    public static void print(LoadResult result, PrintWriter out) {
        var text = new LoadText(result);
        out.println();
        text.rows().forEach(row -> out.printf("  %-11s %s%n", row.label(), row.text()));
        out.println();
        out.println("  " + text.verdict());
        result.findings().forEach(finding -> out.println("    " + finding));
        out.flush();
    }

    String verdict() {
        String shown =
                "%,d orders accepted, %,d lost, %,d doubled"
                        .formatted(
                                result.log().placed().size(),
                                result.reconciliation().lost().size(),
                                result.reconciliation().doubled().size());
        return (result.good() ? "GOOD: " : "BAD: ") + shown + audited();
    }

    private String audited() {
        return result.audit()
                .map(audit -> audit.clean() ? ", the audit is clean" : ", the audit is not clean")
                .orElse(", compared through the API alone");
    }

    List<Row> rows() {
        var rows = new ArrayList<Row>();
        var summary = result.summary();
        rows.add(
                new Row(
                        "Run",
                        format(
                                "%s against %s, %.0f s, %,d requests, %,d iterations dropped",
                                result.scenario(),
                                result.target(),
                                summary.seconds(),
                                summary.requests(),
                                summary.dropped())));
        if (!measured.isEmpty()) {
            orders(rows);
        }
        if (!result.log().reads().isEmpty()) {
            rows.add(
                    new Row(
                            "Reads",
                            Latency.of(
                                            result.log().reads().stream()
                                                    .mapToDouble(RunLog.Read::millis))
                                    .toString()));
        }
        ends(rows);
        steps(rows);
        cpu(rows);
        return rows;
    }

    private void orders(List<Row> rows) {
        long first = measured.getFirst().at();
        long last = measured.stream().mapToLong(Placed::at).max().orElse(first);
        double seconds = Math.max(1, (last - first) / 1000.0);
        rows.add(
                new Row(
                        "Accepted",
                        format(
                                "%,d orders, %.1f in a second; %s",
                                measured.size(), measured.size() / seconds, accepted())));
        rows.add(new Row("Completed", "from placed to dispatched and paid: " + completed()));
    }

    Latency accepted() {
        return Latency.of(measured.stream().mapToDouble(Placed::millis));
    }

    Latency completed() {
        return Latency.of(
                result.log().ended().stream()
                        .filter(ended -> ended.millis() >= 0)
                        .filter(ended -> measured(ended.id()))
                        .mapToDouble(Ended::millis));
    }

    private boolean measured(String id) {
        Placed placed = result.log().placed().get(id);
        return placed != null && placed.measured();
    }

    private void ends(List<Row> rows) {
        String label = "Ended";
        for (Map.Entry<String, Long> end : result.reconciliation().ends().entrySet()) {
            rows.add(new Row(label, format("%,d %s", end.getValue(), end.getKey())));
            label = "";
        }
        rows.add(
                new Row(
                        "",
                        format(
                                "all of them %d s after the last request",
                                result.settling().toSeconds())));
        int refused = result.log().refused().size();
        int unanswered = result.log().unanswered();
        int failed = result.log().failed().size();
        if (refused + unanswered + failed > 0) {
            rows.add(
                    new Row(
                            "Not taken",
                            format(
                                    "%,d refused at once, %,d never answered; %,d requests failed%s",
                                    refused, unanswered, failed, failures())));
        }
    }

    /** By code. */
    private String failures() {
        Map<String, Long> codes =
                result.log().failed().stream()
                        .collect(
                                Collectors.groupingBy(
                                        RunLog.Mark::what, TreeMap::new, Collectors.counting()));
        return codes.isEmpty() ? "" : " " + codes;
    }

    private void steps(List<Row> rows) {
        if (!result.breaking()) {
            return;
        }
        var steps = Steps.of(result.log(), result.summary());
        for (var step : steps.all()) {
            rows.add(
                    new Row(
                            step.rate() + "/s",
                            "%s %s; %s"
                                    .formatted(
                                            step.kept() ? "kept   " : "CROSSED",
                                            step.accepted(),
                                            Steps.busiest(step, result.usage()))));
        }
        rows.add(
                new Row(
                        "Knee",
                        steps.knee()
                                .map(step ->
                                        "%d orders in a second; %% of one core there: %s"
                                                .formatted(
                                                        step.rate(),
                                                        Steps.busiest(step, result.usage())))
                                .orElse("below the first step")));
    }

    private void cpu(List<Row> rows) {
        long orders = result.log().placed().size();
        Map<String, Double> used = result.usage().between(0, Long.MAX_VALUE);
        if (used.size() < 2 || orders == 0) {
            return;
        }
        String label = "CPU";
        for (Map.Entry<String, Double> one : used.entrySet()) {
            rows.add(
                    new Row(
                            label,
                            format(
                                    "%-11s %8.1f s, %7.2f ms for each order",
                                    one.getKey(), one.getValue(), 1000 * one.getValue() / orders)));
            label = "";
        }
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
