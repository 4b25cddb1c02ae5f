package daybook.eventlog.readmodel;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Runs a service's projection: rows and offsets in one database transaction, with the offsets
 * locked, so that two replicas that both think a partition theirs cannot post an event twice.
 */
@ApplicationScoped
public class Projector {

    private final Projection<?> projection;

    Projector(Projection<?> projection) {
        this.projection = projection;
    }

    /**
     * @param nextOffsets for each partition of the batch the first offset after it
     */
    public Uni<Void> post(
            List<? extends Envelope<?>> events, SortedMap<Integer, Long> nextOffsets) {
        return post(events, nextOffsets, Held.NOTHING);
    }

    /**
     * @param nextOffsets for each partition of the batch the first offset after it
     * @param held what changes about streams for which it does not go on
     */
    public Uni<Void> post(
            List<? extends Envelope<?>> events, SortedMap<Integer, Long> nextOffsets, Held held) {
        return Panache.withTransaction(() -> posted(events, nextOffsets, held));
    }

    /**
     * Posts to a generation that is not live. Its schema alone is searched for tables: if it is
     * gone, because the generation has become the live one, nothing is posted to any other.
     */
    public Uni<Void> post(
            Generation generation,
            List<? extends Envelope<?>> events,
            SortedMap<Integer, Long> nextOffsets,
            Held held) {
        return Panache.withTransaction(() ->
                Panache.getSession()
                        .chain(session ->
                                session.createNativeQuery(
                                                "SELECT set_config('search_path', :schema, true)",
                                                String.class)
                                        .setParameter("schema", generation.schema())
                                        .getSingleResult())
                        .chain(() -> posted(events, nextOffsets, held)));
    }

    private Uni<Void> posted(
            List<? extends Envelope<?>> events, SortedMap<Integer, Long> nextOffsets, Held held) {
        return lock(nextOffsets)
                .chain(known ->
                        caughtUp(held)
                                .chain(earlier -> post(earlier, unposted(events, known)))
                                .chain(() -> hold(held.begun()))
                                .invoke(() -> advance(known, nextOffsets)))
                .replaceWithVoid();
    }

    @SuppressWarnings("unchecked") // the service's events are its projection's
    private Uni<Void> post(
            List<? extends Envelope<?>> earlier, List<? extends Envelope<?>> events) {
        List<Envelope<Object>> all = new ArrayList<>((List<Envelope<Object>>) earlier);
        all.addAll((List<Envelope<Object>>) events);
        return ((Projection<Object>) projection).post(all);
    }

    /** What is to be posted of streams that go on; nothing if another replica has done it. */
    private static Uni<List<? extends Envelope<?>>> caughtUp(Held held) {
        if (held.ended().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(
                                        "DELETE FROM eventlog_held WHERE reader = 'projection'"
                                                + " AND stream_id IN (?1)")
                                .setParameter(
                                        1, held.ended().stream().map(Held.At::streamId).toList())
                                .executeUpdate())
                .map(deleted -> deleted > 0 ? held.caughtUp() : List.of());
    }

    private static Uni<Void> hold(List<Held.At> begun) {
        Uni<Void> held = Uni.createFrom().voidItem();
        for (Held.At at : begun) {
            held =
                    held.chain(Panache::getSession)
                            .chain(session ->
                                    session.createNativeQuery(
                                                    "INSERT INTO eventlog_held (reader, partition,"
                                                            + " log_offset, stream_id, why) VALUES"
                                                            + " ('projection', ?1, ?2, ?3, ?4)"
                                                            + " ON CONFLICT DO NOTHING")
                                            .setParameter(1, at.partition())
                                            .setParameter(2, at.offset())
                                            .setParameter(3, at.streamId())
                                            .setParameter(4, at.why())
                                            .executeUpdate())
                            .replaceWithVoid();
        }
        return held;
    }

    /** In the partitions' order, so that two replicas cannot wait for each other. */
    private static Uni<Map<Integer, ProjectionOffset>> lock(SortedMap<Integer, Long> nextOffsets) {
        Uni<Map<Integer, ProjectionOffset>> locked = Uni.createFrom().item(HashMap::new);
        for (int partition : nextOffsets.keySet()) {
            locked =
                    locked.chain(offsets ->
                            offset(partition)
                                    .invoke(found -> offsets.put(partition, found))
                                    .replaceWith(offsets));
        }
        return locked;
    }

    private static Uni<ProjectionOffset> offset(int partition) {
        return ProjectionOffset.<ProjectionOffset>findById(
                        partition, LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .switchTo(() -> {
                    var first = new ProjectionOffset();
                    first.partition = partition;
                    return first.persist();
                });
    }

    private static List<? extends Envelope<?>> unposted(
            List<? extends Envelope<?>> events, Map<Integer, ProjectionOffset> known) {
        Map<Integer, Long> next = new HashMap<>();
        known.forEach((partition, offset) -> next.put(partition, offset.nextOffset));
        return events.stream()
                .filter(event ->
                        event.position().offset()
                                >= next.getOrDefault(event.position().partition(), 0L))
                .toList();
    }

    private static void advance(
            Map<Integer, ProjectionOffset> known, Map<Integer, Long> nextOffsets) {
        known.forEach((partition, offset) ->
                offset.nextOffset =
                        Math.max(offset.nextOffset, nextOffsets.getOrDefault(partition, 0L)));
    }

    /** Whether the read model has the entry at that position. */
    public Uni<Boolean> reached(Position position) {
        return Panache.withSession(() ->
                ProjectionOffset.<ProjectionOffset>findById(position.partition())
                        .map(offset -> offset != null && offset.nextOffset > position.offset()));
    }
}
