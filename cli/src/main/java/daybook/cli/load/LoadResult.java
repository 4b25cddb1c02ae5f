package daybook.cli.load;

import daybook.audit.Finding;
import daybook.audit.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run and all that is known about it.
 *
 * @param breaking whether the run is meant to cross its thresholds
 * @param audit empty if the logs are out of reach
 * @param settling how long it took after the run until every order had ended
 */
public record LoadResult(
        String scenario,
        String target,
        boolean breaking,
        RunLog log,
        Summary summary,
        Reconciliation reconciliation,
        Optional<Verdict> audit,
        Usage usage,
        Duration settling) {

    private static final int EXAMPLES = 5;

    /** Why the run is not good; empty if it is. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>(reconciliation.findings());
        audit.ifPresent(verdict -> {
            if (!verdict.clean()) {
                findings.add(
                        "the audit found %,d breaches"
                                .formatted(verdict.findings().size() + verdict.findingsNotKept()));
                verdict.findings().stream()
                        .limit(EXAMPLES)
                        .map(LoadResult::sentence)
                        .forEach(findings::add);
            }
        });
        if (!breaking) {
            summary.crossed().forEach(threshold -> findings.add("threshold crossed: " + threshold));
        }
        findings.addAll(summary.wrong());
        if (log.placed().isEmpty()) {
            findings.add("no order was accepted, so nothing was shown");
        }
        return findings;
    }

    private static String sentence(Finding finding) {
        return "audit: %s (%s %s: %s)"
                .formatted(
                        finding.rule().sentence(),
                        finding.log(),
                        finding.streamId(),
                        finding.detail());
    }

    public boolean good() {
        return findings().isEmpty();
    }
}
