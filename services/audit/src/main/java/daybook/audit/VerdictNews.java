package daybook.audit;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a verdict says that the one before it did not, for people who follow. */
public final class VerdictNews {

    /** Of a log that is broken throughout, more would tell nobody anything. */
    private static final int MAX_FINDINGS = 20;

    private VerdictNews() {}

    /**
     * A line for each change; none if there is none.
     *
     * @param before empty before the first round
     */
    public static List<String> lines(Optional<Verdict> before, Verdict now) {
        List<String> lines = new ArrayList<>();
        List<Finding> appeared = before.map(now::newSince).orElse(now.findings());
        appeared.stream().limit(MAX_FINDINGS).forEach(it -> lines.add(line(now, "broken", it)));
        if (appeared.size() > MAX_FINDINGS) {
            lines.add(line(now, "broken", "and %d more".formatted(appeared.size() - MAX_FINDINGS)));
        }
        before.map(earlier -> earlier.newSince(now)).orElse(List.of()).stream()
                .limit(MAX_FINDINGS)
                .forEach(it -> lines.add(line(now, "healed", it)));
        if (before.isEmpty() || !lines.isEmpty()) {
            lines.add(conclusion(now));
        }
        return lines;
    }

    private static String conclusion(Verdict now) {
        String over =
                "over %,d events, %,d orders in flight".formatted(now.events(), now.openOrders());
        return now.first()
                .map(first ->
                        line(
                                now,
                                "BROKEN",
                                "%,d findings %s; the first: %s"
                                        .formatted(now.broken(), over, first.text())))
                .orElseGet(() -> line(now, "CLEAN", over));
    }

    private static String line(Verdict now, String word, Finding finding) {
        return line(now, word, finding.rule().code() + ": " + finding.text());
    }

    private static String line(Verdict now, String word, String text) {
        return "%s  %-6s  %s".formatted(now.at().truncatedTo(ChronoUnit.SECONDS), word, text);
    }
}
