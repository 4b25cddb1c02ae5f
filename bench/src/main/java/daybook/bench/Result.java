package daybook.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a benchmark found: ratios, with their aims, and the figures behind them. */
final class Result {

    private final String benchmark;
    private final List<String> ratios = new ArrayList<>();
    private final List<String> details = new ArrayList<>();

    Result(String benchmark) {
        this.benchmark = benchmark;
    }

    /** A ratio that is good when it is large. */
    void ratio(String what, double value, Optional<Double> least) {
        add(what, value, least.map(aim -> verdict("at least", aim, value >= aim)).orElse(""));
    }

    /** A ratio that is good when it is small. */
    void ratioAtMost(String what, double value, Optional<Double> most) {
        add(what, value, most.map(aim -> verdict("at most", aim, value <= aim)).orElse(""));
    }

    private void add(String what, double value, String verdict) {
        ratios.add("%-13s%8.2f  %s%s".formatted(benchmark, value, what, verdict));
    }

    private static String verdict(String bound, double aim, boolean met) {
        return "  [aim: %s %s, %s]".formatted(bound, Stats.plain(aim), met ? "met" : "missed");
    }

    void detail(String line) {
        details.add("%-13s%s".formatted(benchmark, line));
    }

    List<String> ratios() {
        return List.copyOf(ratios);
    }

    List<String> details() {
        return List.copyOf(details);
    }
}
