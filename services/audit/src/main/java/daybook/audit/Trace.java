package daybook.audit;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.shard.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that one request led to, or all that happened to one order, from the logs of all services.
 */
public final class Trace {

    /** An event and whose log it stands in. */
    record Traced(String service, Envelope<?> event) {

        /** As causation ids name it. */
        String id() {
            return service + "/" + event.eventId();
        }
    }

    private Trace() {}

    /**
     * The lines of the causation tree, earliest first; empty if no event has this id.
     *
     * @param kafka as for {@link Audit#of}
     * @param id a correlation id or an order's id
     * @param all every event; otherwise siblings that look alike are counted only
     * @throws AuditFailure if the logs cannot be read
     */
    public static List<String> lines(
            Map<String, Object> kafka, String id, boolean all, Audit.Progress progress) {
        try (var source = new KafkaLogSource(kafka)) {
            return new TraceTree(events(source, id, progress), all).lines();
        }
    }

    static List<Traced> events(LogSource source, String id, Audit.Progress progress) {
        List<Traced> found = new ArrayList<>();
        Set<String> correlations = new HashSet<>(Set.of(id));
        collect(source, ServiceLog.ORDER, id, Set.of(id), found, progress);
        found.forEach(traced -> correlations.add(traced.event().correlationId()));
        collect(source, ServiceLog.INVENTORY, id, correlations, found, progress);
        collect(source, ServiceLog.PAYMENT, id, correlations, found, progress);
        collect(source, ServiceLog.SHIPPING, id, correlations, found, progress);
        return found;
    }

    private static <E> void collect(
            LogSource source,
            ServiceLog<E> log,
            String streamId,
            Set<String> correlations,
            List<Traced> found,
            Audit.Progress progress) {
        var visitor =
                new LogVisitor<E>() {
                    @Override
                    public void event(Envelope<E> event) {
                        if (event.streamId().equals(streamId)
                                || correlations.contains(event.correlationId())) {
                            found.add(new Traced(log.service(), event));
                        }
                    }

                    @Override
                    public void answer(Entry<E> entry, Position position) {}

                    @Override
                    public void unreadable(
                            String stream, String position, Instant at, String problem) {}
                };
        Map<Integer, Long> ends = source.ends(log.events());
        long size = ends.values().stream().mapToLong(Long::longValue).sum();
        source.read(
                log,
                new HashMap<>(),
                ends,
                new ProgressVisitor<>(log.service(), size, visitor, progress));
    }
}
