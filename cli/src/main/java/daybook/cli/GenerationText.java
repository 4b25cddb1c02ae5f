package daybook.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a service says of a generation of its rows, for people. */
final class GenerationText {

    private GenerationText() {}

    static List<String> lines(JsonNode generation) {
        List<String> lines = new ArrayList<>();
        boolean live = generation.path("live").asBoolean();
        lines.add(
                "%4d  %-6s  %s"
                        .formatted(
                                generation.path("number").asInt(),
                                live ? "live" : "beside",
                                live
                                        ? "since %s, by %s"
                                                .formatted(
                                                        generation.path("liveSince").asText(),
                                                        generation.path("liveBy").asText())
                                        : progress(generation)));
        if (!live) {
            lines.add(
                    "              asked for by %s at %s; %s"
                            .formatted(
                                    generation.path("askedBy").asText(),
                                    generation.path("askedAt").asText(),
                                    comparison(generation)));
        }
        for (JsonNode row : generation.path("comparison").path("first")) {
            lines.add(
                    "              %s %s: %s"
                            .formatted(
                                    row.path("table").asText(),
                                    row.path("key").asText(),
                                    row.path("what").asText()));
        }
        warning(generation).ifPresent(text -> lines.add("              " + text));
        return lines;
    }

    /** How far it is filled, in one line. */
    static String progress(JsonNode generation) {
        JsonNode progress = generation.path("progress");
        if (!progress.isObject()) {
            return "waits for a replica to fill it";
        }
        long entries = progress.path("entries").asLong();
        long done = entries - progress.path("behind").asLong();
        JsonNode left = progress.path("secondsLeft");
        return "%s %,d of %,d entries, %,d/s, %s, replica %s"
                .formatted(
                        ProgressLine.bar(entries == 0 ? 1 : (double) done / entries),
                        done,
                        entries,
                        progress.path("perSecond").asLong(),
                        left.isNumber() ? left(left.asLong()) : "no end in sight",
                        generation.path("filler").asText());
    }

    private static String left(long seconds) {
        return seconds == 0
                ? "at the end"
                : StatusCommand.uptime(Duration.ofSeconds(seconds)) + " left";
    }

    /** What is to be known besides how far it is. */
    static Optional<String> warning(JsonNode generation) {
        if (generation.path("trouble").isTextual()) {
            return Optional.of("trouble: " + generation.path("trouble").asText());
        }
        JsonNode progress = generation.path("progress");
        return progress.isObject() && !progress.path("keepsUp").asBoolean()
                ? Optional.of(
                        "it cannot keep up: the log grows at least as fast as it is filled;"
                                + " give it less throttle, or wait for less traffic")
                : Optional.empty();
    }

    /** How many rows are not the same as the live ones. */
    static long differences(JsonNode generation) {
        JsonNode comparison = generation.path("comparison");
        return comparison.path("differing").asLong()
                + comparison.path("onlyLive").asLong()
                + comparison.path("onlyHere").asLong();
    }

    private static String comparison(JsonNode generation) {
        JsonNode comparison = generation.path("comparison");
        if (!comparison.isObject()) {
            return "not compared with the live one yet";
        }
        long rows = comparison.path("rows").asLong();
        return differences(generation) == 0
                ? String.format(Locale.ROOT, "all %,d rows are as the live ones", rows)
                : String.format(
                        Locale.ROOT,
                        "of %,d rows %,d differ, %,d only the live one has, %,d only this one",
                        rows,
                        comparison.path("differing").asLong(),
                        comparison.path("onlyLive").asLong(),
                        comparison.path("onlyHere").asLong());
    }
}
