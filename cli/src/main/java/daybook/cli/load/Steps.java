package daybook.cli.load;

import daybook.cli.load.RunLog.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The steps of a breakpoint run, whose scenarios are called {@code step-RATE}. */
final class Steps {

    private static final String PREFIX = "step-";
    private static final int TELL = 4;

    /**
     * @param kept every threshold of this step
     */
    record Step(int rate, Latency accepted, boolean kept, long from, long to) {}

    private final List<Step> steps;

    private Steps(List<Step> steps) {
        this.steps = steps;
    }

    static Steps of(RunLog log, Summary summary) {
        Map<String, List<Placed>> byPhase =
                log.placed().values().stream()
                        .filter(placed -> placed.phase().startsWith(PREFIX))
                        .collect(
                                Collectors.groupingBy(
                                        Placed::phase, TreeMap::new, Collectors.toList()));
        List<Step> steps = new ArrayList<>();
        byPhase.forEach((phase, placed) ->
                steps.add(
                        new Step(
                                Integer.parseInt(phase.substring(PREFIX.length())),
                                Latency.of(placed.stream().mapToDouble(Placed::millis)),
                                summary.crossed().stream()
                                        .noneMatch(one ->
                                                one.metric().contains("scenario:" + phase + "}")),
                                placed.stream().mapToLong(Placed::at).min().orElse(0),
                                placed.stream().mapToLong(Placed::at).max().orElse(0))));
        return new Steps(steps);
    }

    List<Step> all() {
        return steps;
    }

    /** The last step before the first that crossed a threshold. */
    Optional<Step> knee() {
        return steps.stream().takeWhile(Step::kept).reduce((_, later) -> later);
    }

    /** Which processes were busiest at a step, in percent of one core. */
    static String busiest(Step step, Usage usage) {
        double seconds = (step.to() - step.from()) / 1000.0;
        return usage.between(step.from(), step.to()).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(TELL)
                .map(one ->
                        String.format(
                                Locale.ROOT,
                                "%s %.0f %%",
                                one.getKey(),
                                100 * one.getValue() / seconds))
                .collect(Collectors.joining(", "));
    }
}
