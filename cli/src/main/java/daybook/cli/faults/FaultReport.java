package daybook.cli.faults;

import daybook.audit.Verdict;
import daybook.cli.faults.Attempt.Outcome;
import daybook.local.Progress;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a run says to the person who began it. */
public final class FaultReport implements Progress {

    private static final int EXAMPLES = 5;

    private final Progress progress;
    private final Consumer<String> out;

    /**
     * @param progress what components do
     * @param out everything else, line by line
     */
    public FaultReport(Progress progress, Consumer<String> out) {
        this.progress = progress;
        this.out = out;
    }

    @Override
    public void report(String component, String news) {
        progress.report(component, news);
    }

    void say(String what) {
        progress.report("faults", what);
    }

    void begin(FaultRun.Plan plan, List<Fault> schedule) {
        out.accept("Seed %d. What goes wrong, from when the clients begin:".formatted(plan.seed()));
        schedule.forEach(fault -> out.accept("  " + fault));
        schedule.stream()
                .map(Fault::kind)
                .distinct()
                .sorted()
                .forEach(kind -> out.accept("  %-13s %s".formatted(kind, kind.sentence())));
        out.accept("");
    }

    void end(
            FaultRun.Plan plan,
            List<Attempt> history,
            Verdict verdict,
            List<Violation> violations,
            Path historyFile) {
        out.accept("");
        Map<Outcome, Long> outcomes =
                history.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Attempt::outcome,
                                        () -> new EnumMap<>(Outcome.class),
                                        Collectors.counting()));
        out.accept("  Requests   %d: %s".formatted(history.size(), counts(outcomes)));
        out.accept("  Orders     " + counts(verdict.orders()));
        out.accept("  History    " + historyFile);
        out.accept("");
        if (violations.isEmpty()) {
            out.accept("  KEPT: every promise, with seed %d.".formatted(plan.seed()));
            return;
        }
        out.accept("  BROKEN: with seed %d,".formatted(plan.seed()));
        Map<Promise, List<Violation>> byPromise =
                violations.stream().collect(Collectors.groupingBy(Violation::promise));
        byPromise.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(entry -> broken(entry.getKey(), entry.getValue()));
        out.accept("");
        out.accept("What went wrong when:");
        Schedule.of(plan.seed(), plan.lasts()).forEach(fault -> out.accept("  " + fault));
        out.accept(
                "Again: ./daybook test --faults --seed %d --minutes %s"
                        .formatted(plan.seed(), minutes(plan)));
    }

    private void broken(Promise promise, List<Violation> violations) {
        out.accept(
                "  %s: not so %d times (%s)"
                        .formatted(promise.code(), violations.size(), promise.sentence()));
        violations.stream()
                .limit(EXAMPLES)
                .forEach(violation -> out.accept("    " + violation.evidence()));
        if (violations.size() > EXAMPLES) {
            out.accept("    and %d more".formatted(violations.size() - EXAMPLES));
        }
    }

    private static String minutes(FaultRun.Plan plan) {
        double minutes = plan.lasts().toMillis() / 60_000.0;
        return minutes == Math.rint(minutes)
                ? Long.toString(Math.round(minutes))
                : Double.toString(minutes);
    }

    private static String counts(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
