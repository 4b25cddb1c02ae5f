package daybook.cli.load;

import daybook.cli.load.Plot.Line;
import daybook.cli.load.RunLog.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A result as one HTML file that needs nothing else. */
public final class LoadPage {

    /** More lines than this cannot be told apart. */
    private static final int MAX_PROCESSES = 6;

    private final LoadResult result;
    private final Bins bins;
    private final LoadText text;

    private LoadPage(LoadResult result) {
        this.result = result;
        this.bins = new Bins(result);
        this.text = new LoadText(result);
    }

    public static void write(LoadResult result, Path file) throws IOException {
        Files.writeString(file, new LoadPage(result).html());
    }

    private String html() {
        var page = new StringBuilder();
        page.append(HEAD.replace("${title}", Html.text("Load test: " + result.scenario())));
        page.append("<h1>Load test: %s</h1>\n".formatted(Html.text(result.scenario())));
        page.append(
                "<p class=\"verdict %s\">%s</p>\n"
                        .formatted(result.good() ? "good" : "bad", Html.text(text.verdict())));
        if (!result.good()) {
            page.append("<ul>");
            result.findings()
                    .forEach(finding -> page.append("<li>" + Html.text(finding) + "</li>"));
            page.append("</ul>\n");
        }
        page.append("<table>");
        for (var row : text.rows()) {
            page.append(
                    "<tr><th>%s</th><td>%s</td></tr>\n"
                            .formatted(Html.text(row.label()), Html.text(row.text())));
        }
        page.append("</table>\n");
        plots().forEach(plot -> page.append(plot.html()));
        thresholds(page);
        return page.append("</main></html>\n").toString();
    }

    private List<Plot> plots() {
        RunLog log = result.log();
        List<Plot> plots = new ArrayList<>();
        List<long[]> accepted =
                log.placed().values().stream()
                        .map(one -> new long[] {one.at(), Math.round(one.millis())})
                        .toList();
        plots.add(percentiles("Accepting an order", accepted));
        List<long[]> completed =
                log.ended().stream()
                        .filter(one -> one.millis() >= 0)
                        .map(one -> new long[] {one.at(), Math.round(one.millis())})
                        .toList();
        plots.add(percentiles("From placed to dispatched and paid", completed));
        if (!log.reads().isEmpty()) {
            List<long[]> reads =
                    log.reads().stream()
                            .map(one -> new long[] {one.at(), Math.round(one.millis())})
                            .toList();
            plots.add(percentiles("Reading", reads));
        }
        plots.add(rates(log));
        plots.add(
                new Plot(
                        "Not taken",
                        "in a second",
                        bins,
                        List.of(
                                new Line("refused", bins.perSecond(Bins.moments(log.refused()))),
                                new Line("failed", bins.perSecond(Bins.moments(log.failed()))))));
        cpu(plots);
        return plots;
    }

    private Plot percentiles(String title, List<long[]> millis) {
        return new Plot(
                title,
                "ms",
                bins,
                List.of(
                        new Line("p50", bins.percentile(millis, Latency::p50)),
                        new Line("p95", bins.percentile(millis, Latency::p95)),
                        new Line("p99", bins.percentile(millis, Latency::p99))));
    }

    private Plot rates(RunLog log) {
        List<Long> accepted =
                log.placed().values().stream()
                        .map(one -> one.at() + Math.round(one.millis()))
                        .toList();
        return new Plot(
                "Orders",
                "in a second; completed: those that were followed",
                bins,
                List.of(
                        new Line(
                                "arrived",
                                bins.perSecond(log.asked().stream().mapToLong(Long::longValue))),
                        new Line(
                                "accepted",
                                bins.perSecond(accepted.stream().mapToLong(Long::longValue))),
                        new Line(
                                "completed",
                                bins.perSecond(
                                        log.ended().stream()
                                                .filter(one -> one.millis() >= 0)
                                                .mapToLong(Ended::at)))));
    }

    private void cpu(List<Plot> plots) {
        Map<String, Double> used = result.usage().between(0, Long.MAX_VALUE);
        if (used.size() > 1) {
            List<Line> busiest =
                    used.entrySet().stream()
                            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                            .limit(MAX_PROCESSES)
                            .map(one -> new Line(one.getKey(), bins.cpu(one.getKey())))
                            .toList();
            plots.add(new Plot("CPU of the busiest", "% of one core", bins, busiest));
        }
    }

    private void thresholds(StringBuilder page) {
        page.append("<h2>Thresholds</h2><table>");
        for (var threshold : result.summary().thresholds()) {
            page.append(
                    "<tr><th>%s</th><td>%s</td></tr>\n"
                            .formatted(
                                    threshold.kept() ? "kept" : "crossed",
                                    Html.text(threshold.toString())));
        }
        page.append("</table>\n");
    }

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>${title}</title>
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <style>
            :root { --ink: #1d2430; --soft: #5c6675; --line: #dde2e9; --page: #fff; --good: #11713a; --bad: #b3261e;
              --c0: #2a6fdb; --c1: #c2570c; --c2: #7b3fb5; --c3: #0b7f73; --c4: #a4782a; --c5: #b02a6b }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e4e8ee; --soft: #9aa5b4; --line: #323a46; --page: #14181e; --good: #57c784; --bad: #ff8a80;
                --c0: #7db0ff; --c1: #ffa45c; --c2: #c89bff; --c3: #4fd1c1; --c4: #e0be73; --c5: #ff8fc0 } }
            body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, sans-serif }
            main { max-width: 60rem; margin: auto; padding: 1.5rem }
            h1 { font-size: 1.5rem } h2 { font-size: 1.1rem }
            .verdict { font-size: 1.15rem; font-weight: 600; padding: .6rem .9rem; border-left: .35rem solid }
            .good { color: var(--good) } .bad, li { color: var(--bad) }
            table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
            th { text-align: left; font-weight: 500; color: var(--soft); padding: .1rem 1rem .1rem 0; vertical-align: top }
            td { white-space: pre-wrap }
            figure { margin: 1.6rem 0 } figcaption { font-weight: 600; margin-bottom: .3rem }
            figcaption small { font-weight: 400; color: var(--soft) }
            figcaption span { margin-left: 1rem; font-weight: 400 }
            figcaption span::before { content: ""; display: inline-block; width: 1rem; height: .2rem;
              margin-right: .35rem; vertical-align: middle; background: currentColor }
            svg { width: 100%; height: auto; display: block } svg text { fill: var(--soft); font-size: 12px }
            .grid { stroke: var(--line) } .mark { stroke: var(--soft); stroke-dasharray: 4 3 }
            .line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round }
            .c0 { color: var(--c0) } .c1 { color: var(--c1) } .c2 { color: var(--c2) }
            .c3 { color: var(--c3) } .c4 { color: var(--c4) } .c5 { color: var(--c5) }
            </style><main>
            """;
}
