package daybook.eventlog.readmodel;

import daybook.eventlog.Envelope;
import daybook.eventlog.http.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Projections of the commonest kind: one row a stream, under the stream's id. */
public final class StreamRows {

    private StreamRows() {}

    /**
     * Posts each event to its stream's row. However many events a batch has, each row is read and
     * written once.
     *
     * @param create a row for a stream that has none, given the stream's id
     */
    public static <R, E> Uni<Void> post(
            List<Envelope<E>> events,
            Class<R> type,
            Function<String, R> create,
            BiConsumer<R, Envelope<E>> post) {
        Object[] ids = events.stream().map(Envelope::streamId).distinct().toArray();
        if (ids.length == 0) {
            return Uni.createFrom().voidItem();
        }
        return Panache.getSession()
                .chain(session ->
                        session.find(type, ids)
                                .chain(found -> {
                                    Map<Object, R> rows = new HashMap<>();
                                    for (int i = 0; i < ids.length; i++) {
                                        if (found.get(i) != null) {
                                            rows.put(ids[i], found.get(i));
                                        }
                                    }
                                    List<R> created = new ArrayList<>();
                                    for (Envelope<E> event : events) {
                                        R row =
                                                rows.computeIfAbsent(
                                                        event.streamId(),
                                                        _ -> newRow(event, create, created));
                                        post.accept(Objects.requireNonNull(row), event);
                                    }
                                    return session.persistAll(created.toArray());
                                }));
    }

    /**
     * A stream's row.
     *
     * @param owner the customer whose it must be; empty for staff, who may see all
     * @param what names the kind of thing in the problem if there is none, or none for this owner
     */
    public static <R> Uni<R> one(
            Class<R> type,
            String id,
            Optional<String> owner,
            Function<R, String> ownerOf,
            String what) {
        return Panache.withSession(
                        () -> Panache.getSession().chain(session -> session.find(type, id)))
                .map(row -> {
                    if (row == null || !owner.map(ownerOf.apply(row)::equals).orElse(true)) {
                        throw ProblemException.notFound(
                                what + "-not-found", "There is no %s %s".formatted(what, id));
                    }
                    return row;
                });
    }

    private static <R, E> R newRow(Envelope<E> event, Function<String, R> create, List<R> created) {
        R row = create.apply(event.streamId());
        created.add(row);
        return row;
    }
}
