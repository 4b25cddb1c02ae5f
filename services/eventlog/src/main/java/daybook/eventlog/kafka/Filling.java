package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.readmodel.Generation;
import daybook.eventlog.readmodel.GenerationComparison;
import daybook.eventlog.readmodel.Generations;
import daybook.eventlog.readmodel.Held;
import daybook.eventlog.readmodel.Pace;
import daybook.eventlog.readmodel.Progress;
import daybook.eventlog.readmodel.Projector;
import io.quarkus.vertx.VertxContextSupport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;

/**
 * One replica's filling of one generation: read, post, say how far it is, compare once it has
 * caught up. Only the projection is run: neither effects nor messages to other services follow from
 * it.
 */
final class Filling implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Filling.class);

    private static final int BATCH_RECORDS = 1_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration POST_LIMIT = Duration.ofSeconds(60);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    /**
     * For how long the live projection may be held: less than queries wait for their own writes.
     */
    private static final Duration HOLD_LIMIT = Duration.ofSeconds(1);

    private final Context context;
    private final Generation generation;
    private final LogReader log;
    private final HeldStreams<?> reader;
    private final Pace pace = new Pace();
    private Instant reportAt = Instant.MIN;
    private CompletableFuture<Void> comparing = CompletableFuture.completedFuture(null);

    /** What a filling works with. */
    record Context(
            Map<String, Object> kafka,
            String replica,
            Generations generations,
            GenerationComparison comparison,
            Projector projector,
            InstantSource clock) {}

    Filling(Service<?, ?, ?> service, Context context, Generation generation) {
        this.context = context;
        this.generation = generation;
        log =
                new LogReader(
                        service,
                        context.kafka(),
                        context.generations().offsets(generation),
                        generation
                                .throttle()
                                .map(perSecond -> Math.min(perSecond, BATCH_RECORDS))
                                .orElse(BATCH_RECORDS));
        reader = new HeldStreams<>(service, context.kafka(), context.clock());
        context.generations().held(generation).stream()
                .collect(Collectors.groupingBy(Held.At::partition))
                .forEach(reader::assigned);
    }

    /** Goes on until the process ends or the generation is no longer this replica's to fill. */
    void run(CountDownLatch closing) throws InterruptedException {
        boolean mine = true;
        while (mine && closing.getCount() > 0) {
            var records = log.poll(POLL);
            post(records);
            mine = report();
            closing.await(pause(records.count()), TimeUnit.MILLISECONDS);
        }
    }

    private long pause(int entries) {
        return generation.throttle().map(perSecond -> 1_000L * entries / perSecond).orElse(0L);
    }

    private void post(ConsumerRecords<String, byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        var nextOffsets = new TreeMap<Integer, Long>();
        records.forEach(record -> nextOffsets.put(record.partition(), record.offset() + 1));
        HeldStreams.Read read = reader.readBlocking(records);
        try {
            VertxContextSupport.subscribeAndAwait(() ->
                    context.projector()
                            .post(generation, read.events(), nextOffsets, read.held())
                            .ifNoItem()
                            .after(POST_LIMIT)
                            .fail());
        } catch (Throwable e) {
            throw new IllegalStateException("The rows cannot be written: " + e.getMessage(), e);
        }
        reader.took(read.held());
    }

    private boolean report() {
        Instant now = context.clock().instant();
        if (now.isBefore(reportAt)) {
            return true;
        }
        reportAt = now.plus(REPORT_EVERY);
        Progress progress = progress(now);
        Optional<Generation> still =
                context.generations().report(generation.number(), context.replica(), progress);
        if (still.isPresent() && still.get().comparison().isEmpty() && progress.caughtUp()) {
            compare();
        }
        return still.isPresent();
    }

    private Progress progress(Instant now) {
        long entries = log.entries();
        return pace.at(now, entries, Math.max(0, entries - log.passed()));
    }

    /** Begins to compare, unless that is under way. */
    private void compare() {
        if (!comparing.isDone()) {
            return;
        }
        context.comparison()
                .samePlace(generation, log.next(), this::fillUpTo)
                .ifPresent(place -> {
                    comparing = new CompletableFuture<>();
                    Thread.ofVirtual().name("comparison").start(() -> compare(place));
                });
    }

    private void compare(GenerationComparison.SamePlace place) {
        try {
            place.compare();
        } catch (RuntimeException e) {
            LOG.warnf("Generation %d is compared again: %s", generation.number(), e.getMessage());
        } finally {
            comparing.complete(null);
        }
    }

    private void fillUpTo(Map<Integer, Long> places) {
        Instant deadline = context.clock().instant().plus(HOLD_LIMIT);
        while (places.entrySet().stream()
                .anyMatch(
                        place -> log.next().getOrDefault(place.getKey(), 0L) < place.getValue())) {
            post(log.poll(POLL, places));
            if (context.clock().instant().isAfter(deadline)) {
                throw new IllegalStateException(
                        "The log could not be read up to where the live generation is");
            }
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
