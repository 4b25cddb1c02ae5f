package daybook.audit;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an audit saw.
 *
 * @param orders how many stand where
 * @param money by currency
 * @param notes what is no fault but worth a look: unpaid orders, refused refunds
 * @param inFlight what work under way explains, and the next round will see settled
 * @param findingsNotKept further findings, counted only
 */
public record Verdict(
        Instant at,
        List<Log> logs,
        Map<OrderStatus, Long> orders,
        Units units,
        Map<String, Money> money,
        List<Note> notes,
        List<Note> inFlight,
        List<Finding> findings,
        long findingsNotKept) {

    public boolean clean() {
        return findings.isEmpty();
    }

    /** The first offending event: the earliest finding. */
    public Optional<Finding> first() {
        return findings.stream().min(Comparator.comparing(Finding::at));
    }

    /**
     * The findings that the other verdict does not have. A stream that breaks a rule in both is no
     * news, whatever is said of it.
     */
    public List<Finding> newSince(Verdict other) {
        Set<Object> known = other.findings.stream().map(Verdict::key).collect(Collectors.toSet());
        return findings.stream().filter(finding -> !known.contains(key(finding))).toList();
    }

    private static Object key(Finding finding) {
        return List.of(finding.rule(), finding.log(), finding.streamId());
    }

    /** Orders that have not ended. */
    public long openOrders() {
        return orders.entrySet().stream()
                .filter(count -> !count.getKey().ended())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Events in all logs. */
    public long events() {
        return logs.stream().mapToLong(Log::events).sum();
    }

    /** Broken streams, by rule; more where they are too many to be kept. */
    public long broken() {
        return findings.size() + findingsNotKept;
    }

    Verdict with(List<Finding> more) {
        return new Verdict(
                at,
                logs,
                orders,
                units,
                money,
                notes,
                inFlight,
                Stream.concat(findings.stream(), more.stream()).toList(),
                findingsNotKept);
    }

    Verdict with(Note note) {
        return new Verdict(
                at,
                logs,
                orders,
                units,
                money,
                Stream.concat(notes.stream(), Stream.of(note)).toList(),
                inFlight,
                findings,
                findingsNotKept);
    }

    /**
     * @param answers records that are no events: answers to commands that changed nothing
     * @param parked commands that wait for an operator
     * @param waiting commands in the service's inbox when the audit stopped waiting for it
     */
    public record Log(
            String service, long streams, long events, long answers, long parked, long waiting) {}

    /** Stock over all SKUs. */
    public record Units(
            long received,
            long adjusted,
            long available,
            long reserved,
            long shipped,
            long returned) {

        static final Units NONE = new Units(0, 0, 0, 0, 0, 0);

        Units plus(Units more) {
            return new Units(
                    received + more.received,
                    adjusted + more.adjusted,
                    available + more.available,
                    reserved + more.reserved,
                    shipped + more.shipped,
                    returned + more.returned);
        }
    }

    /**
     * In minor units.
     *
     * @param placed worth of all orders
     * @param kept worth of what was dispatched and neither returned nor lost, as the orders say
     * @param unpaid worth of what was dispatched and could not be captured
     */
    public record Money(
            long placed,
            long authorised,
            long captured,
            long voided,
            long open,
            long refunded,
            long kept,
            long unpaid) {

        static final Money NONE = new Money(0, 0, 0, 0, 0, 0, 0, 0);

        Money negated() {
            return new Money(
                    -placed, -authorised, -captured, -voided, -open, -refunded, -kept, -unpaid);
        }

        Money plus(Money more) {
            return new Money(
                    placed + more.placed,
                    authorised + more.authorised,
                    captured + more.captured,
                    voided + more.voided,
                    open + more.open,
                    refunded + more.refunded,
                    kept + more.kept,
                    unpaid + more.unpaid);
        }
    }

    /**
     * @param streams the first few of them
     */
    public record Note(String what, long count, List<String> streams) {}
}
