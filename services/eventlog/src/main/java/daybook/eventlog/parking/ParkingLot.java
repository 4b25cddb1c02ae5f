package daybook.eventlog.parking;

import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.http.ProblemException;
import daybook.eventlog.kafka.LogLookup;
import daybook.eventlog.kafka.LogUnavailableException;
import daybook.eventlog.kafka.QueueContents;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Act;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.shard.Judge;
import daybook.eventlog.shard.Stored;
import daybook.eventlog.state.JdbcStateCache;
import daybook.eventlog.state.ParkedStreams;
import daybook.eventlog.state.StateCacheException;
import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is parked, why, and what would become of it. From what the shards have stored, which is half
 * a second old at most; blocking.
 */
@ApplicationScoped
public class ParkingLot {

    private final ParkedStreams streams;
    private final Lot<?, ?, ?> lot;

    ParkingLot(
            Service<?, ?, ?> service,
            AgroalDataSource dataSource,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            InstantSource clock) {
        streams = new ParkedStreams(dataSource);
        lot = new Lot<>(service, streams, dataSource, kafka, clock);
    }

    /**
     * A parked command.
     *
     * @param content as text, whether it can be read or not; empty if it is not found
     */
    public record Command(
            String id,
            Instant given,
            String why,
            Optional<String> type,
            Optional<String> correlationId,
            Optional<String> content) {}

    /**
     * An entry of the log at which something has stopped.
     *
     * @param who the shard, which decides; the projection; the effects
     */
    public record Stopped(
            String who, String topic, int partition, long offset, String why, String content) {}

    /**
     * A parked stream.
     *
     * @param count how many commands wait; the first of them are in {@code commands}
     * @param last the last of them
     */
    public record View(
            String stream,
            int partition,
            long version,
            int count,
            Optional<String> last,
            List<Command> commands,
            List<Stopped> stopped) {}

    /**
     * @param after the stream's id after which to begin
     */
    public List<ParkedStreams.Row> list(String after, int limit) {
        return reading(() -> streams.page(after, limit));
    }

    /**
     * @throws ProblemException (404) if the stream is not parked
     */
    public View inspect(String streamId) {
        return reading(() -> lot.inspect(streamId));
    }

    /** The entries of the log at which something has stopped for the stream. */
    public List<Stopped> stopped(String streamId) {
        return reading(() -> lot.stopped(streamId));
    }

    /**
     * @throws ProblemException (404) if no command of the stream is parked, (409) if it cannot be
     *     redriven
     */
    public DryRun dryRun(String streamId) {
        return reading(() -> lot.dryRun(streamId));
    }

    /**
     * The partition that the stream's commands go to.
     *
     * @throws ProblemException (404) if the stream never was parked
     */
    public int partition(String streamId) {
        return reading(
                () -> streams.partition(streamId).orElseThrow(() -> lot.notParked(streamId)));
    }

    /**
     * Checks that something has stopped at an entry of the stream, before it is passed over.
     *
     * @throws ProblemException (412) if nothing has
     */
    public void checkStopped(String streamId, long offset) {
        if (stopped(streamId).stream().noneMatch(entry -> entry.offset() == offset)) {
            throw new ProblemException(
                    412,
                    "stale-queue",
                    "Nothing has stopped at offset %d of '%s'; look again"
                            .formatted(offset, streamId));
        }
    }

    /** The act that stands in the log at a position. */
    public Act act(Position position) {
        return reading(() -> lot.act(position));
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (LogUnavailableException | StateCacheException e) {
            throw ProblemException.passing(
                    503, "parking-lot-unavailable", "It cannot be read now: " + e.getMessage());
        }
    }

    @PreDestroy
    void close() {
        lot.log.close();
        lot.contents.close();
    }

    /** Ties the types of a service together. */
    private static final class Lot<C, S, E> {

        private static final int SHOWN = 100;

        private final Service<C, S, E> service;
        private final ParkedStreams streams;
        private final JdbcStateCache<S> cache;
        private final LogLookup<E> log;
        private final QueueContents<C> contents;
        private final InstantSource clock;

        Lot(
                Service<C, S, E> service,
                ParkedStreams streams,
                AgroalDataSource dataSource,
                Map<String, Object> kafka,
                InstantSource clock) {
            this.service = service;
            this.streams = streams;
            this.clock = clock;
            cache = new JdbcStateCache<>(dataSource, service.states(), service.stateSchema());
            log = new LogLookup<>(service, kafka, clock);
            contents = new QueueContents<>(service, kafka, clock);
        }

        ProblemException notParked(String streamId) {
            return ProblemException.notFound(
                    "not-parked",
                    "Nothing is parked of '%s' in %s".formatted(streamId, service.name()));
        }

        private Optional<Stored.Stream<S>> stored(String streamId) {
            return cache.streams(List.of(streamId)).stream().findFirst();
        }

        View inspect(String streamId) {
            var stored = stored(streamId);
            List<Stored.Parked> queue = stored.map(Stored.Stream::queue).orElse(List.of());
            List<Stopped> stopped = stopped(streamId, stored);
            if (queue.isEmpty() && stopped.isEmpty()) {
                throw notParked(streamId);
            }
            int partition = streams.partition(streamId).orElseThrow(() -> notParked(streamId));
            var first = queue.subList(0, Math.min(queue.size(), SHOWN));
            var read = contents.read(partition, first);
            return new View(
                    streamId,
                    partition,
                    stored.map(Stored.Stream::version).orElse(0L),
                    queue.size(),
                    queue.isEmpty()
                            ? Optional.empty()
                            : Optional.of(queue.getLast().key().commandId()),
                    first.stream().map(parked -> command(parked, read)).toList(),
                    stopped);
        }

        private Command command(
                Stored.Parked parked, Map<String, QueueContents.Content<C>> contents) {
            String id = parked.key().commandId();
            var content = Optional.ofNullable(contents.get(id));
            return new Command(
                    id,
                    parked.since(),
                    parked.why(),
                    content.map(QueueContents.Content::type),
                    content.map(known -> known.command().headers().correlationId()),
                    content.map(QueueContents.Content::text));
        }

        List<Stopped> stopped(String streamId) {
            return stopped(streamId, stored(streamId));
        }

        private List<Stopped> stopped(String streamId, Optional<Stored.Stream<S>> stored) {
            List<Stopped> stopped = new ArrayList<>();
            var broken = stored.flatMap(Stored.Stream::broken);
            if (broken.isPresent()) {
                int partition = streams.partition(streamId).orElseThrow();
                stopped.add(stopped("shard", partition, broken.get().offset(), broken.get().why()));
            }
            streams.held(streamId)
                    .forEach(held ->
                            stopped.add(
                                    stopped(
                                            held.reader(),
                                            held.partition(),
                                            held.offset(),
                                            held.why())));
            return stopped;
        }

        private Stopped stopped(String who, int partition, long offset, String why) {
            String content = log.text(new Position(partition, offset)).orElse("");
            return new Stopped(who, service.name() + ".events", partition, offset, why, content);
        }

        DryRun dryRun(String streamId) {
            Stored.Stream<S> stored =
                    stored(streamId)
                            .filter(stream -> !stream.queue().isEmpty())
                            .orElseThrow(() -> notParked(streamId));
            stored.broken()
                    .ifPresent(broken -> {
                        throw new ProblemException(409, "stream-broken", broken.why());
                    });
            List<Stored.Parked> queue = stored.queue();
            var read =
                    contents.read(
                            streams.partition(streamId).orElseThrow(),
                            queue.subList(0, Math.min(queue.size(), Judge.MOST_AT_ONCE)));
            var redriven =
                    new Judge<>(service)
                            .redrive(
                                    stored.version(),
                                    stored.state(),
                                    queue,
                                    QueueContents.of(read),
                                    clock.instant());
            return DryRun.of(service, stored, redriven);
        }

        Act act(Position position) {
            try {
                if (log.entry(position).orElse(null) instanceof Entry.Acted<E>(_, _, _, var act)) {
                    return act;
                }
            } catch (UnreadableException e) {
                throw new IllegalStateException(e);
            }
            throw new IllegalStateException("No act stands at " + position);
        }
    }
}
