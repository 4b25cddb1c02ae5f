package daybook.cli.faults;

import daybook.audit.Finding;
import daybook.audit.LogEntry;
import daybook.audit.OrderStatus;
import daybook.audit.Rule;
import daybook.audit.Verdict;
import daybook.cli.faults.Attempt.Outcome;
import daybook.cli.faults.Checker.Evidence;
import daybook.cli.faults.Checker.Stage;
import daybook.eventlog.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A history and a log, written by hand. Everything is about streams of the order service. */
final class Told {

    private final List<Attempt> history = new ArrayList<>();
    private final List<LogEntry> log = new ArrayList<>();
    private Stage early = new Stage(List.of(), List.of());
    private List<Finding> findings = List.of();
    private List<Verdict.Note> inFlight = List.of();
    private long parked;
    private OrderStatus status = OrderStatus.COMPLETED;
    private long millis;

    /** An order that is placed, asked for again, looked at, refused a return, and known by all. */
    static Told clean() {
        return new Told()
                .event("o1", 1, "k1", 10)
                .accepted("o1", "k1", 1, 10)
                .look(0, "o1", "0-10", 1)
                .refusal("o1", 1, "k2", 11)
                .refused("o1", "k2", "order-not-shipped")
                .repetitions()
                .accepted("o1", "k1", 1, 10)
                .look(Attempt.STAFF, "o1", "0-10", 1);
    }

    Told event(String stream, long version, String key, long offset) {
        return entry(stream, version, "event", key, offset);
    }

    Told refusal(String stream, long version, String key, long offset) {
        return entry(stream, version, "refused", key, offset);
    }

    Told entry(String stream, long version, String kind, String key, long offset) {
        log.add(
                new LogEntry(
                        "order",
                        stream,
                        version,
                        kind,
                        "order-" + kind,
                        "http/alice/" + key,
                        new Position(0, offset)));
        return this;
    }

    Told accepted(String stream, String key, long version, long offset) {
        return command("place", stream, key, Outcome.ACCEPTED, 201, "", version, "0-" + offset);
    }

    Told refused(String stream, String key, String code) {
        return command("place", stream, key, Outcome.REFUSED, 409, code, 0, "");
    }

    Told reused(String stream, String key, String code) {
        return command(Attempt.REUSE, stream, key, Outcome.REFUSED, 422, code, 0, "");
    }

    Told pending(String stream, String key) {
        return command("place", stream, key, Outcome.PENDING, 202, "", 0, "");
    }

    Told unanswered(String stream, String key) {
        return command("place", stream, key, Outcome.UNANSWERED, 503, "", 0, "");
    }

    Told look(int client, String stream, String asked, long version) {
        Outcome outcome = version == 0 ? Outcome.ABSENT : Outcome.SEEN;
        return told(
                client,
                Attempt.LOOK,
                "order",
                stream,
                "",
                asked,
                outcome,
                200,
                "",
                version,
                "",
                "{\"status\": \"COMPLETED\"}");
    }

    private Told command(
            String kind,
            String stream,
            String key,
            Outcome outcome,
            int status,
            String code,
            long version,
            String position) {
        return told(
                0, kind, "order", stream, key, "", outcome, status, code, version, position, "{}");
    }

    private Told told(
            int client,
            String kind,
            String service,
            String stream,
            String key,
            String asked,
            Outcome outcome,
            int status,
            String code,
            long version,
            String position,
            String told) {
        millis += 10;
        history.add(
                new Attempt(
                        client,
                        history.size(),
                        kind,
                        service,
                        stream,
                        key.isEmpty() ? "" : "http/alice/" + key,
                        asked,
                        millis,
                        millis + 5,
                        outcome,
                        status,
                        code,
                        version,
                        position,
                        told));
        return this;
    }

    /** From here on the clients ask for everything once more. */
    Told repetitions() {
        early = new Stage(List.copyOf(history), List.copyOf(log));
        return this;
    }

    Told found(Rule rule) {
        findings = List.of(new Finding(rule, "order", "o1", "0-10", java.time.Instant.EPOCH, "so"));
        return this;
    }

    Told underWay(String what) {
        inFlight = List.of(new Verdict.Note(what, 1, List.of("o1")));
        return this;
    }

    Told parked(long commands) {
        parked = commands;
        return this;
    }

    /** How all orders have ended, by the log; by the rows they are completed. */
    Told ended(OrderStatus how) {
        status = how;
        return this;
    }

    /** The row of a SKU of which the log knows nothing. */
    Told stockRow(long received) {
        return told(
                Attempt.STAFF,
                Attempt.LOOK,
                "inventory",
                "CUP",
                "",
                "",
                Outcome.SEEN,
                200,
                "",
                1,
                "",
                "{\"received\": %d, \"available\": %d}".formatted(received, received));
    }

    private Verdict verdict() {
        long orders =
                log.stream().filter(LogEntry::isEvent).map(LogEntry::streamId).distinct().count();
        return new Verdict(
                Instant.EPOCH,
                List.of(new Verdict.Log("order", 1, 1, 1, parked, 0)),
                orders == 0 ? Map.of() : Map.of(status, orders),
                new Verdict.Units(0, 0, 0, 0, 0, 0),
                Map.of(),
                List.of(),
                inFlight,
                findings,
                0);
    }

    List<Promise> broken() {
        return Checker.check(new Evidence(early, new Stage(history, log), verdict())).stream()
                .map(Violation::promise)
                .distinct()
                .toList();
    }
}
