package daybook.eventlog.http;

import daybook.eventlog.Position;
import daybook.eventlog.config.EventLogConfig;
import daybook.eventlog.readmodel.Projector;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets a caller read its own writes: a query that carries the {@code Daybook-Position} of a command
 * waits, bounded, until the read model has reached it.
 */
@ApplicationScoped
public class Freshness {

    public static final String HEADER = "Daybook-Position";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Projector projector;
    private final EventLogConfig config;

    Freshness(Projector projector, EventLogConfig config) {
        this.projector = projector;
        this.config = config;
    }

    /** Runs the query once the read model is as fresh as the caller wants it. */
    public <T> Uni<T> then(HttpHeaders http, Supplier<Uni<T>> query) {
        return position(http).map(position -> reached(position).chain(query::get)).orElseGet(query);
    }

    private Uni<Void> reached(Position position) {
        return Uni.createFrom()
                .deferred(() -> projector.reached(position))
                .repeat()
                .withDelay(BETWEEN_LOOKS)
                .whilst(reached -> !reached)
                .collect()
                .last()
                .replaceWithVoid()
                .ifNoItem()
                .after(config.freshnessTimeout())
                .failWith(() ->
                        // Not 503: the caller names the position, and one that is made up must not
                        // look like a service that fails to whoever counts failures.
                        ProblemException.passing(
                                409,
                                "read-model-behind",
                                "The read model has not reached position %s yet"
                                        .formatted(position)));
    }

    private static Optional<Position> position(HttpHeaders http) {
        return Optional.ofNullable(http.getHeaderString(HEADER))
                .map(text ->
                        Position.parse(text)
                                .orElseThrow(() ->
                                        new ProblemException(
                                                400,
                                                "invalid-position",
                                                HEADER
                                                        + " must be as an answer"
                                                        + " gave it, such as"
                                                        + " 3-1042")));
    }
}
