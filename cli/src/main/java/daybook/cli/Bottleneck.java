package daybook.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the requests of a gateway were between two looks at its metrics. How many were in a stage
 * on average is what they spent there together, over the time between the looks (Little's law).
 */
final class Bottleneck {

    /** Of a processor that threads compete for, it is hard to get more. */
    private static final double CPU_FULL = 0.85;

    private static final double CONNECTIONS_FULL = 0.95;

    /** Below it the gateway waits for requests, and not they for it. */
    private static final double HARDLY_ANY = 1;

    private static final Pattern LINE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final String STAGE = "daybook_gateway_stage_seconds";

    private final double seconds;
    private final List<Part> parts = new ArrayList<>();
    private final double processors;
    private final double usedProcessors;
    private final Map<String, Double> connectionsInUse;

    /**
     * Requests in one stage.
     *
     * @param underWay how many on average
     */
    record Part(String stage, String upstream, double requests, double underWay) {
        double secondsEach() {
            return requests == 0 ? 0 : underWay / requests;
        }
    }

    private record Series(String name, Map<String, String> labels) {}

    /**
     * @param before what the gateway's metrics said, in Prometheus' text format
     * @param after the same, this much later
     */
    Bottleneck(String before, String after, Duration between) {
        seconds = between.toNanos() / 1e9;
        Map<Series, Double> then = read(before);
        Map<Series, Double> now = read(after);
        now.forEach((series, sum) -> {
            if (series.name().equals(STAGE + "_sum")) {
                var count = new Series(STAGE + "_count", series.labels());
                parts.add(
                        new Part(
                                series.labels().getOrDefault("stage", ""),
                                series.labels().getOrDefault("upstream", ""),
                                since(then, now, count) / seconds,
                                since(then, now, series) / seconds));
            }
        });
        parts.sort(Comparator.comparingDouble(Part::underWay).reversed());
        processors = now.getOrDefault(new Series("system_cpu_count", Map.of()), 1.0);
        usedProcessors =
                since(then, now, new Series("process_cpu_time_ns_total", Map.of())) / 1e9 / seconds;
        connectionsInUse = new HashMap<>();
        now.forEach((series, most) -> {
            if (series.name().equals("daybook_gateway_upstream_connections")) {
                var used = new Series("daybook_gateway_upstream_requests", series.labels());
                connectionsInUse.put(
                        series.labels().getOrDefault("upstream", ""),
                        now.getOrDefault(used, 0.0) / most);
            }
        });
    }

    private static double since(Map<Series, Double> then, Map<Series, Double> now, Series series) {
        return now.getOrDefault(series, 0.0) - then.getOrDefault(series, 0.0);
    }

    private static Map<Series, Double> read(String metrics) {
        Map<Series, Double> read = new HashMap<>();
        metrics.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> {
                    String labels = line.group(2) == null ? "" : line.group(2);
                    read.put(
                            new Series(
                                    line.group(1),
                                    LABEL.matcher(labels)
                                            .results()
                                            .collect(
                                                    Collectors.toUnmodifiableMap(
                                                            label -> label.group(1),
                                                            label -> label.group(2)))),
                            Double.parseDouble(line.group(3)));
                });
        return read;
    }

    private double underWay() {
        return parts.stream().mapToDouble(Part::underWay).sum();
    }

    /** Every request is accepted once. */
    private double perSecond() {
        return parts.stream()
                .filter(part -> part.stage().equals("accept"))
                .mapToDouble(Part::requests)
                .sum();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "%.1f requests a second, %.1f under way on average; the gateway uses %.2f of %.0f processors"
                        .formatted(perSecond(), underWay(), usedProcessors, processors));
        lines.add(
                "  %-10s %-14s %10s %10s %7s"
                        .formatted("stage", "upstream", "under way", "each", "share"));
        for (Part part : parts) {
            if (part.requests() > 0) {
                lines.add(
                        "  %-10s %-14s %10.2f %7.1f ms %5.0f %%"
                                .formatted(
                                        part.stage(),
                                        part.upstream(),
                                        part.underWay(),
                                        part.secondsEach() * 1_000,
                                        100 * part.underWay() / underWay()));
            }
        }
        lines.add("");
        lines.add(verdict());
        return lines;
    }

    /** One sentence: what is full, or what the requests wait for most, with its figure. */
    String verdict() {
        if (usedProcessors >= CPU_FULL * processors) {
            return "The gateway's own processors are full: it uses %.2f of %.0f."
                    .formatted(usedProcessors, processors);
        }
        if (parts.isEmpty() || underWay() < HARDLY_ANY) {
            return "Nothing is full: %.2f requests are under way on average.".formatted(underWay());
        }
        Part most = parts.getFirst();
        String share = "%.0f %%".formatted(100 * most.underWay() / underWay());
        String each = "%.1f ms each".formatted(most.secondsEach() * 1_000);
        return switch (most.stage().toLowerCase(Locale.ROOT)) {
            case "connect" ->
                    connectionsInUse.getOrDefault(most.upstream(), 0.0) >= CONNECTIONS_FULL
                            ? "The connections to %s are full: %s of the requests under way wait for one, %s. Raise 'connections', or add instances."
                                    .formatted(most.upstream(), share, each)
                            : "%s is slow to take connections: %s of the requests under way wait for one, %s."
                                    .formatted(most.upstream(), share, each);
            case "upstream" ->
                    "It is the service %s: %s of the requests under way wait for its answer, %s."
                            .formatted(most.upstream(), share, each);
            case "identify" ->
                    "It is the identity provider: %s of the requests under way wait for a verdict on their token, %s."
                            .formatted(share, each);
            case "transfer" ->
                    "It is the way back to the callers: %s of the requests under way are being sent their answer, %s."
                            .formatted(share, each);
            default ->
                    "It is the stage %s of the gateway: %s of the requests under way are in it, %s."
                            .formatted(most.stage(), share, each);
        };
    }
}
