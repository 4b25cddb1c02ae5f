package daybook.eventlog.history;

import daybook.eventlog.Envelope;
import daybook.eventlog.Service;
import daybook.eventlog.http.ProblemException;
import daybook.eventlog.kafka.LogLookup;
import daybook.eventlog.kafka.LogUnavailableException;
import daybook.eventlog.serde.NewerVersionException;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.state.Snapshots;
import daybook.eventlog.state.Snapshots.Snapshot;
import daybook.eventlog.state.StateCacheException;
import daybook.eventlog.state.StreamIndex;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The events and the earlier states of the service's streams. Blocking: a question to the index,
 * and as many reads of the log as the events stand in places.
 */
@ApplicationScoped
public class History implements AutoCloseable {

    private static final int CHUNK = 500;

    /** The shard stores its answers twice a second, so that the index is never far behind. */
    private static final long LONGEST_TAIL = 50_000;

    private final Lookup<?, ?> lookup;

    public History(
            Service<?, ?, ?> service,
            DataSource dataSource,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            InstantSource clock) {
        lookup = new Lookup<>(service, dataSource, kafka, clock);
    }

    /**
     * A stream as it was.
     *
     * @param version of the last event that is in it; 0 if there was none yet
     */
    public record Past(long version, Object state) {}

    /**
     * The stream's events after a version, from the lowest.
     *
     * @throws ProblemException (404) if there is no such stream, (409) if the log has an entry of
     *     the stream that cannot be read, (503) if the log or its index does not answer
     */
    public List<? extends Envelope<?>> events(String streamId, long after, int limit) {
        return reading(() -> lookup.existing(streamId, after, limit));
    }

    /**
     * The stream once the event with this version had happened, or its last one if there is none.
     *
     * @throws ProblemException as {@link #events}
     */
    public Past state(String streamId, long version) {
        return reading(() -> lookup.state(streamId, version));
    }

    /**
     * The stream before the first of its events whose command was given after this instant.
     *
     * @throws ProblemException as {@link #events}
     */
    public Past state(String streamId, Instant at) {
        return reading(() -> lookup.state(streamId, at));
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (UnreadableException e) {
            throw new ProblemException(409, "unreadable-event", String.valueOf(e.getMessage()));
        } catch (NewerVersionException e) {
            throw ProblemException.passing(503, "outdated-replica", String.valueOf(e.getMessage()));
        } catch (LogUnavailableException | StateCacheException e) {
            throw ProblemException.passing(
                    503, "history-unavailable", "The log cannot be read now: " + e.getMessage());
        }
    }

    @Override
    @PreDestroy
    public void close() {
        lookup.log.close();
    }

    private static final class Lookup<S, E> {

        private final Service<?, S, E> service;
        private final StreamIndex index;
        private final Snapshots<S> snapshots;
        private final LogLookup<E> log;

        Lookup(
                Service<?, S, E> service,
                DataSource dataSource,
                Map<String, Object> kafka,
                InstantSource clock) {
            this.service = service;
            index = new StreamIndex(dataSource);
            snapshots = new Snapshots<>(dataSource, service.states(), service.stateSchema());
            log = new LogLookup<>(service, kafka, clock);
        }

        List<Envelope<E>> existing(String streamId, long after, int limit) {
            List<Envelope<E>> events = events(streamId, after, limit);
            if (events.isEmpty() && events(streamId, 0, 1).isEmpty()) {
                throw ProblemException.notFound(
                        "unknown-stream",
                        "Nothing has ever happened to '%s' in %s"
                                .formatted(streamId, service.name()));
            }
            return events;
        }

        private List<Envelope<E>> events(String streamId, long after, int limit) {
            int partition = log.partition(streamId);
            // Asked first: what is stored later is in the index as well, and found there.
            long indexed = index.nextOffset(partition);
            var known = index.events(streamId, after, limit);
            List<Envelope<E>> events =
                    new ArrayList<>(
                            log.at(partition, known.stream().map(StreamIndex.At::offset).toList()));
            if (events.size() < limit) {
                long end = log.end(partition);
                if (end - indexed > LONGEST_TAIL) {
                    throw ProblemException.passing(
                            503,
                            "history-behind",
                            "The index of partition %d is %d entries behind the log; it is being made"
                                    .formatted(partition, end - indexed));
                }
                long last = events.isEmpty() ? after : events.getLast().version();
                log.scan(partition, indexed, end, streamId).stream()
                        .filter(event -> event.version() > last)
                        .limit(limit - events.size())
                        .forEach(events::add);
            }
            check(streamId, after, events);
            return events;
        }

        /** The index knows an event that cannot be read by those around it only. */
        private void check(String streamId, long after, List<Envelope<E>> events) {
            long version = after;
            for (Envelope<E> event : events) {
                version++;
                if (!event.streamId().equals(streamId) || event.version() != version) {
                    throw new UnreadableException(
                            "Version %d of '%s' is not found in the log; see what is parked"
                                    .formatted(version, streamId));
                }
            }
        }

        Past state(String streamId, long last) {
            return state(
                    streamId,
                    snapshots.last(streamId, last),
                    last,
                    event -> event.version() <= last);
        }

        Past state(String streamId, Instant at) {
            return state(
                    streamId,
                    snapshots.last(streamId, at),
                    Long.MAX_VALUE,
                    event -> !event.time().isAfter(at));
        }

        private Past state(
                String streamId,
                Optional<Snapshot<S>> from,
                long last,
                Predicate<Envelope<E>> asked) {
            S state = from.map(Snapshot::state).orElseGet(service.decider()::initial);
            long version = from.map(Snapshot::version).orElse(0L);
            int limit;
            List<Envelope<E>> events;
            do {
                // At least one, which shows that there is such a stream.
                limit = (int) Math.clamp(last - version, 1, CHUNK);
                events = existing(streamId, version, limit);
                for (Envelope<E> event : events) {
                    if (!asked.test(event)) {
                        return new Past(version, state);
                    }
                    state = service.decider().evolve(state, event.event());
                    version = event.version();
                }
            } while (events.size() == limit && version < last);
            return new Past(version, state);
        }
    }
}
