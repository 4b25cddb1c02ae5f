package daybook.eventlog.effect;

import daybook.eventlog.Envelope;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * What a service asks of the outside world once an event is committed. Called at least once for
 * each event, so the call must be idempotent at the other side; the event's stream and version make
 * a key for that.
 */
public interface Effect<C, E> {

    /**
     * @return the outcome, as a command for the event's own stream; empty if the event asks for
     *     nothing outside. A failure means that the outcome is not known: the call is made again,
     *     later, for as long as it takes.
     */
    Uni<Optional<C>> apply(Envelope<E> event);
}
