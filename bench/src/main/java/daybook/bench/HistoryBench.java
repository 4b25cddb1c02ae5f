package daybook.bench;

import daybook.eventlog.history.History;
import daybook.eventlog.kafka.LogLookup;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;
import javax.sql.DataSource;

/**
 * What happened to a stream and what it was at an earlier version, found in a log of a million
 * events, against reading the stream's partition through, which is what a log alone offers. One
 * event in twenty is of one long stream, the others are of streams of ten.
 */
final class HistoryBench implements Benchmark {

    private static final String DIARY = "diary";
    private static final String LONG = "long";
    private static final int LONG_SHARE = 20;
    private static final int SHORT_EVENTS = 10;
    private static final int FEW_EVENTS = 100_000;
    private static final int LOOKUPS = 200;
    private static final int FEW = 5;
    private static final int MOST_SECONDS = 60;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final int events;

    /**
     * @param seconds 10 are a million events
     */
    HistoryBench(int seconds) {
        events = Math.min(seconds, MOST_SECONDS) * 100_000;
    }

    @Override
    public String name() {
        return "history";
    }

    /** What each question took, in milliseconds. */
    private record Times(List<Double> events, List<Double> state, List<Double> longState) {}

    @Override
    public Result run(Progress progress) throws InterruptedException, IOException {
        try (var lab = new Lab(List.of(DIARY))) {
            lab.prepare(DIARY);
            fill(lab, 0, FEW_EVENTS, progress);
            progress.at("asking in %,d events".formatted(FEW_EVENTS));
            Times small = new Questions(lab, FEW_EVENTS).ask();
            fill(lab, FEW_EVENTS, events, progress);
            progress.at("asking in %,d events".formatted(events));
            Times large = new Questions(lab, events).ask();
            progress.at("reading partitions through");
            List<Double> scans = new Questions(lab, events).scan();
            progress.at("asking without what was kept of the long stream");
            List<Double> folds = new Questions(lab, events).fold();
            return result(small, large, scans, folds);
        } catch (SQLException e) {
            throw new BenchFailure("the database does not answer", e);
        }
    }

    /** Leaves nothing running, so that only the questions are measured. */
    private void fill(Lab lab, int from, int to, Progress progress)
            throws InterruptedException, IOException {
        progress.at("%,d commands into the inbox".formatted(to - from));
        var deliveries = new Deliveries(DIARY, from);
        try (var producer = Deliveries.producer(lab)) {
            for (int i = from; i < to; i++) {
                producer.send(deliveries.to(stream(i)));
            }
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (var shard = lab.shard(DIARY)) {
            for (long taken = 0; taken < to; taken = Deliveries.taken(lab, DIARY)) {
                shard.check();
                if (System.nanoTime() > deadline) {
                    throw new BenchFailure(
                            "only %,d of %,d commands were decided".formatted(taken, to));
                }
                progress.at("%,d of %,d events in the log".formatted(taken, to));
                Thread.sleep(Duration.ofSeconds(5));
            }
        }
    }

    /** A stream's events are far from each other: as many streams as there can be, in turn. */
    private static String stream(int i) {
        int streams = FEW_EVENTS / SHORT_EVENTS;
        return i % LONG_SHARE == 0 ? LONG : "sku-" + i / FEW_EVENTS + "-" + i % streams;
    }

    private Result result(Times small, Times large, List<Double> scans, List<Double> folds) {
        var result = new Result(name());
        double lookup = Stats.middle(large.events());
        result.ratio(
                "a stream's events: reading its partition through, of the look-up",
                Stats.middle(scans) / lookup,
                Optional.of(10.0));
        result.ratioAtMost(
                "a stream's events in %,d, of that in %,d".formatted(events, FEW_EVENTS),
                lookup / Stats.middle(small.events()),
                Optional.of(2.0));
        result.ratio(
                "an earlier state of a stream of %,d: making it from its first event on, of ours"
                        .formatted(events / LONG_SHARE),
                Stats.middle(folds) / Stats.middle(large.longState()),
                Optional.of(10.0));
        result.detail("in %,d events      %s".formatted(FEW_EVENTS, line(small)));
        result.detail("in %,d events   %s".formatted(events, line(large)));
        result.detail(
                "its partition read through %,.0f ms; the long state from its first event on %,.0f ms"
                        .formatted(Stats.middle(scans), Stats.middle(folds)));
        return result;
    }

    private static String line(Times times) {
        return "events of a stream %s, its state at a version %s, of the long stream %s"
                .formatted(
                        millis(times.events()), millis(times.state()), millis(times.longState()));
    }

    private static String millis(List<Double> times) {
        return "%.1f ms (p99 %.1f)"
                .formatted(
                        Stats.middle(times),
                        times.stream().sorted().toList().get(times.size() * 99 / 100));
    }

    /** As an operator asks them, without the way through HTTP. */
    private final class Questions {

        private final Lab lab;
        private final int filled;
        private final Random random = new Random(1);

        Questions(Lab lab, int filled) {
            this.lab = lab;
            this.filled = filled;
        }

        /** The first questions, which load and compile, are not counted. */
        Times ask() throws SQLException {
            try (var pool = lab.pool(DIARY);
                    var history = history(pool)) {
                List<Double> found = times(LOOKUPS, _ -> history.events(anyShort(), 0, 100));
                List<Double> state = times(LOOKUPS, _ -> history.state(anyShort(), 1));
                List<Double> longState = times(LOOKUPS, _ -> history.state(LONG, anyLong()));
                return new Times(found, state, longState);
            }
        }

        List<Double> scan() throws SQLException {
            try (var lookup =
                    new LogLookup<>(
                            Inventory.named(DIARY),
                            Map.of("bootstrap.servers", lab.bootstrap()),
                            InstantSource.system())) {
                return times(
                        FEW,
                        _ -> {
                            String stream = anyShort();
                            int partition = lookup.partition(stream);
                            lookup.scan(partition, 0, lookup.end(partition), stream);
                        });
            }
        }

        List<Double> fold() throws SQLException {
            try (var pool = lab.pool(DIARY);
                    var history = history(pool)) {
                try (var connection = pool.getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("DELETE FROM eventlog_snapshot");
                }
                return times(FEW, _ -> history.state(LONG, anyLong()));
            }
        }

        private History history(DataSource pool) {
            return new History(
                    Inventory.named(DIARY),
                    pool,
                    Map.of("bootstrap.servers", lab.bootstrap()),
                    InstantSource.system());
        }

        private String anyShort() {
            String stream;
            do {
                stream = stream(random.nextInt(filled));
            } while (stream.equals(LONG));
            return stream;
        }

        private long anyLong() {
            return 1 + random.nextInt(filled / LONG_SHARE);
        }

        private List<Double> times(int count, IntConsumer question) {
            List<Double> times = new ArrayList<>();
            for (int i = -count / 2; i < count; i++) {
                long began = System.nanoTime();
                question.accept(i);
                if (i >= 0) {
                    times.add((System.nanoTime() - began) / 1e6);
                }
            }
            return times;
        }
    }
}
