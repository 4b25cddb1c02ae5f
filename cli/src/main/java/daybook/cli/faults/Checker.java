package daybook.cli.faults;

import daybook.audit.Finding;
import daybook.audit.LogEntry;
import daybook.audit.Verdict;
import daybook.cli.faults.Attempt.Outcome;
import daybook.eventlog.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds what the clients were told against what the logs say. What a single log or several of them
 * must say whoever asked is the audit's; this is about those who asked.
 */
final class Checker {

    private static final String OF_CLIENTS = "http/";
    private static final String KEY_REUSED = "idempotency-key-reused";

    /**
     * What was told until some moment, and what the logs said then, with nothing under way.
     *
     * @param history each client's in order
     */
    record Stage(List<Attempt> history, List<LogEntry> log) {}

    /**
     * All that is known.
     *
     * @param early before the clients asked for everything once more, which would send again what
     *     was lost
     * @param verdict the audit's, in the end
     */
    record Evidence(Stage early, Stage end, Verdict verdict) {}

    private final Evidence evidence;
    private final Map<String, List<LogEntry>> byCommand;
    private final Map<String, List<Attempt>> commands;
    private final Set<Violation> violations = new LinkedHashSet<>();

    private Checker(Evidence evidence) {
        this.evidence = evidence;
        byCommand = group(evidence.end().log(), Checker::command);
        commands =
                group(
                        evidence.end().history().stream().filter(Attempt::isCommand).toList(),
                        Checker::command);
    }

    static List<Violation> check(Evidence evidence) {
        var checker = new Checker(evidence);
        checker.kept(evidence.early());
        checker.kept(evidence.end());
        checker.asAnswered();
        checker.once();
        checker.askedFor();
        checker.commands.values().forEach(checker::sameAnswer);
        checker.inOrder();
        checker.audited();
        var violations = new ArrayList<>(checker.violations);
        violations.addAll(Reads.check(evidence.end(), evidence.verdict()));
        return violations;
    }

    private static <T> Map<String, List<T>> group(List<T> all, Function<T, String> by) {
        return all.stream()
                .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }

    private static String command(Attempt attempt) {
        return attempt.service() + " " + attempt.command();
    }

    private static String command(LogEntry entry) {
        return entry.service() + " " + entry.commandId();
    }

    private List<LogEntry> entries(Attempt attempt) {
        return byCommand.getOrDefault(command(attempt), List.of());
    }

    private void broken(Promise promise, String evidence, Object... values) {
        violations.add(new Violation(promise, evidence.formatted(values)));
    }

    private void kept(Stage stage) {
        Set<String> there = stage.log().stream().map(Checker::command).collect(Collectors.toSet());
        for (Attempt attempt : stage.history()) {
            boolean acknowledged =
                    attempt.outcome() == Outcome.PENDING || attempt.outcome().definite();
            if (attempt.isCommand() && acknowledged && !there.contains(command(attempt))) {
                broken(
                        Promise.ACKNOWLEDGED_IS_KEPT,
                        "%s was answered %d, but is not in the log",
                        attempt,
                        attempt.status());
            }
        }
    }

    private void asAnswered() {
        for (Attempt attempt : evidence.end().history()) {
            if (!attempt.isCommand() || entries(attempt).isEmpty()) {
                continue;
            }
            if (attempt.outcome() == Outcome.ACCEPTED) {
                accepted(attempt, entries(attempt).getLast());
            } else if (attempt.outcome() == Outcome.REFUSED && !attempt.code().equals(KEY_REUSED)) {
                refused(attempt);
            }
        }
    }

    private void accepted(Attempt attempt, LogEntry entry) {
        boolean as =
                entry.position().toString().equals(attempt.position())
                        && entry.version() == attempt.version()
                        && entry.streamId().equals(attempt.stream())
                        && Set.of("event", "unchanged").contains(entry.kind());
        if (!as) {
            broken(
                    Promise.ANSWER_IS_THE_LOGS,
                    "%s was answered version %d at %s, but the log has %s",
                    attempt,
                    attempt.version(),
                    attempt.position(),
                    entry);
        }
    }

    private void refused(Attempt attempt) {
        for (LogEntry entry : entries(attempt)) {
            if (!entry.kind().equals("refused")) {
                broken(
                        Promise.REFUSED_CHANGES_NOTHING,
                        "%s was answered %d %s, but the log has %s",
                        attempt,
                        attempt.status(),
                        attempt.code(),
                        entry);
            }
        }
    }

    /** The events of a command follow each other; whatever else it leaves is one entry. */
    private void once() {
        byCommand.forEach((command, entries) -> {
            LogEntry first = entries.getFirst();
            for (int i = 1; i < entries.size(); i++) {
                LogEntry entry = entries.get(i);
                if (!entry.isEvent()
                        || !entry.streamId().equals(first.streamId())
                        || entry.version() != first.version() + i) {
                    broken(Promise.APPLIED_ONCE, "%s left %s, and then %s", command, first, entry);
                    return;
                }
            }
        });
    }

    private void askedFor() {
        byCommand.forEach((command, entries) -> {
            LogEntry entry = entries.getFirst();
            if (entry.commandId().startsWith(OF_CLIENTS) && !commands.containsKey(command)) {
                broken(Promise.ASKED_FOR, "nobody sent what left %s", entry);
            }
        });
    }

    private void sameAnswer(List<Attempt> attempts) {
        Attempt first = null;
        for (Attempt attempt : attempts) {
            if (!attempt.outcome().definite()) {
                continue;
            }
            if (attempt.kind().equals(Attempt.REUSE)) {
                if (!attempt.code().equals(KEY_REUSED)) {
                    broken(
                            Promise.SAME_ANSWER,
                            "%s is another request with a used key, and was answered %s",
                            attempt,
                            attempt.answer());
                }
            } else if (first == null) {
                first = attempt;
            } else if (!first.answer().equals(attempt.answer())) {
                broken(
                        Promise.SAME_ANSWER,
                        "%s was answered %s; before, %s was answered %s",
                        attempt,
                        attempt.answer(),
                        first,
                        first.answer());
            }
        }
        if (first == null) {
            broken(Promise.ANSWERED, "%s never had a definite answer", attempts.getLast());
        }
    }

    /** A command between the first time it was sent and the first time it was acknowledged. */
    private record Span(Attempt acknowledged, long sentMillis) {}

    private void inOrder() {
        List<Span> spans = new ArrayList<>();
        for (List<Attempt> attempts : commands.values()) {
            attempts.stream()
                    .filter(attempt -> attempt.outcome() == Outcome.ACCEPTED)
                    .min(Comparator.comparing(Attempt::endedMillis))
                    .ifPresent(
                            done -> spans.add(new Span(done, attempts.getFirst().beganMillis())));
        }
        group(spans, span -> span.acknowledged().address()).values().forEach(this::inOrder);
    }

    private void inOrder(List<Span> ofStream) {
        for (Span earlier : ofStream) {
            for (Span later : ofStream) {
                if (earlier.acknowledged().endedMillis() < later.sentMillis()
                        && offset(earlier.acknowledged()) >= offset(later.acknowledged())) {
                    broken(
                            Promise.IN_ORDER,
                            "%s was acknowledged at %s before %s was sent, which stands at %s",
                            earlier.acknowledged(),
                            earlier.acknowledged().position(),
                            later.acknowledged(),
                            later.acknowledged().position());
                }
            }
        }
    }

    private static long offset(Attempt accepted) {
        return Position.parse(accepted.position()).map(Position::offset).orElse(-1L);
    }

    private void audited() {
        Verdict verdict = evidence.verdict();
        for (Finding finding : verdict.findings()) {
            broken(
                    Promise.AUDITED,
                    "%s: %s %s at %s: %s",
                    finding.rule().code(),
                    finding.log(),
                    finding.streamId(),
                    finding.position(),
                    finding.detail());
        }
        for (Verdict.Note note : verdict.inFlight()) {
            broken(
                    Promise.ENDED,
                    "%d %s: %s",
                    note.count(),
                    note.what(),
                    String.join(", ", note.streams()));
        }
        for (Verdict.Log log : verdict.logs()) {
            if (log.parked() > 0) {
                broken(
                        Promise.NOTHING_PARKED,
                        "%d commands of %s are parked",
                        log.parked(),
                        log.service());
            }
        }
    }
}
