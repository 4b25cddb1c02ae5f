package daybook.audit;

import daybook.eventlog.Envelope;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One log, what was read of it and what it must hold. Reading goes on where it stopped, also where
 * a failure stopped it. Others may ask how far it is while it reads.
 */
final class LogReading<E> {

    private final ServiceLog<E> log;
    private final StreamCheck<E> check;
    private final Findings facts;
    private final Map<Integer, Long> read = new ConcurrentHashMap<>();
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

    /**
     * @param fold what the events mean
     */
    LogReading(ServiceLog<E> log, Findings facts, Consumer<Envelope<E>> fold) {
        this.log = log;
        this.facts = facts;
        this.check = new StreamCheck<>(log.service(), facts, fold);
    }

    String service() {
        return log.service();
    }

    /**
     * Looks where the log ends now; a log that is shorter than what was read of it lost something.
     */
    void findEnd(LogSource source, Instant now) {
        ends.putAll(source.ends(log.events()));
        ends.forEach((partition, end) -> {
            long reached = read.getOrDefault(partition, 0L);
            if (end < reached) {
                facts.add(
                        Rule.LOG_KEPT,
                        service(),
                        "partition " + partition,
                        partition + "-" + end,
                        now,
                        "ends at %d, but was read up to %d".formatted(end, reached));
            }
        });
    }

    /** Reads on to the end that was found last. */
    void read(LogSource source, Audit.Progress progress) {
        source.read(log, read, ends, new ProgressVisitor<>(service(), behind(), check, progress));
    }

    /** Offsets from what was read to the end that was found last, transaction marks counted. */
    long behind() {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - read.getOrDefault(end.getKey(), 0L))
                .filter(count -> count > 0)
                .sum();
    }

    Verdict.Log summary(Map<String, Long> waiting, Findings state, Notes notes) {
        return check.summary(waiting, state, notes);
    }
}
