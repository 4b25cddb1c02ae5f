package daybook.eventlog.readmodel;

import daybook.eventlog.Envelope;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Posts a service's events to its rows. */
public interface Projection<E> {

    /**
     * Called within a database transaction that also takes in the events' offsets, so that each
     * event is posted exactly once.
     *
     * @param events in the log's order within each stream
     */
    Uni<Void> post(List<Envelope<E>> events);
}
