package daybook.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What k6 counted and judged.
 *
 * @param wrong sentences on checks that failed
 */
public record Summary(
        List<Threshold> thresholds,
        List<String> wrong,
        long dropped,
        long requests,
        double seconds) {

    /**
     * @param value as k6 measured it: the metric's figure that the rule is about, with its name
     */
    public record Threshold(String metric, String rule, String value, boolean kept) {

        @Override
        public String toString() {
            return "%s %s (was %s)".formatted(metric, rule, value);
        }
    }

    /** From the file that {@code lib/summary.js} writes. */
    public static Summary read(Path file) throws IOException {
        JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
        JsonNode metrics = json.required("metrics");
        List<Threshold> thresholds = new ArrayList<>();
        metrics.properties()
                .forEach(metric ->
                        metric.getValue()
                                .path("thresholds")
                                .properties()
                                .forEach(rule ->
                                        thresholds.add(
                                                new Threshold(
                                                        metric.getKey(),
                                                        rule.getKey(),
                                                        value(
                                                                rule.getKey(),
                                                                metric.getValue().path("values")),
                                                        rule.getValue().path("ok").asBoolean()))));
        List<String> wrong = new ArrayList<>();
        json.path("wrong")
                .forEach(check ->
                        wrong.add(
                                "%d times not so: %s"
                                        .formatted(
                                                check.path("fails").asLong(),
                                                check.path("name").asText())));
        return new Summary(
                thresholds,
                wrong,
                count(metrics, "dropped_iterations"),
                count(metrics, "http_reqs"),
                json.path("state").path("testRunDurationMs").asDouble() / 1000);
    }

    private static long count(JsonNode metrics, String name) {
        return metrics.path(name).path("values").path("count").asLong();
    }

    /** {@code p(95)<500} is about {@code p(95)}. */
    private static String value(String rule, JsonNode values) {
        JsonNode figure = values.path(rule.split("[<>=!]", 2)[0].strip());
        return figure.isNumber() ? "%.4g".formatted(figure.asDouble()) : "unknown";
    }

    public List<Threshold> crossed() {
        return thresholds.stream().filter(threshold -> !threshold.kept()).toList();
    }
}
