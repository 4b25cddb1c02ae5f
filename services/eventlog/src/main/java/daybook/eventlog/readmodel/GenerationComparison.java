package daybook.eventlog.readmodel;

import static daybook.eventlog.readmodel.ReadModelDatabase.execute;
import static daybook.eventlog.readmodel.ReadModelDatabase.rows;

import daybook.eventlog.readmodel.Comparison.Difference;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Compares a generation with the live one row by row, at a moment when both are posted up to the
 * same place in each partition. The live one is held there for as long as the other takes to come
 * there too; the rows are then read as of that moment, while both go on. Blocking.
 */
@ApplicationScoped
public class GenerationComparison {

    /** Of each table; whoever wants all has the database. */
    private static final int SHOWN = 20;

    /** The live one usually is a few entries away, in either direction. */
    private static final Duration LIVE_LIMIT = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    /** A comparison may read for longer than other statements. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final String PAIRS =
            "(SELECT to_jsonb(a) AS l, to_jsonb(b) AS r FROM %s a FULL JOIN %s.%s b USING (%s)) AS p";
    private static final String COUNTS =
            "SELECT count(*), count(*) FILTER (WHERE l <> r), count(*) FILTER (WHERE r IS NULL),"
                    + " count(*) FILTER (WHERE l IS NULL) FROM ";
    private static final String FIRST =
            """
            SELECT concat_ws('/', %s) AS id,
                   CASE WHEN r IS NULL THEN 'only in the live one'
                        WHEN l IS NULL THEN 'only in the other one'
                        ELSE (SELECT string_agg(key, ', ' ORDER BY key)
                                FROM jsonb_each(l) x JOIN jsonb_each(r) y USING (key)
                               WHERE x.value <> y.value)
                   END
              FROM %s WHERE l IS DISTINCT FROM r ORDER BY id LIMIT %d
            """;
    private static final String KEY =
            """
            SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid
             WHERE indrelid = ?::regclass AND indisprimary AND attnum = ANY (indkey)
             ORDER BY attnum
            """;

    private final ReadModelDatabase database;
    private final ReadModelTables tables;
    private final Generations generations;
    private final InstantSource clock;

    GenerationComparison(
            ReadModelDatabase database,
            ReadModelTables tables,
            Generations generations,
            InstantSource clock) {
        this.database = database;
        this.tables = tables;
        this.generations = generations;
        this.clock = clock;
    }

    /** Fills the generation up to these places, and not past them. */
    public interface Fill {
        void upTo(Map<Integer, Long> places);
    }

    /** The rows of both generations as of a moment when both had the same of the log. */
    public final class SamePlace {

        private final Generation generation;
        private final Connection snapshot;

        private SamePlace(Generation generation, Connection snapshot) {
            this.generation = generation;
            this.snapshot = snapshot;
        }

        /** Reads all rows, notes what came of it, and ends the snapshot. */
        public void compare() {
            try (snapshot) {
                int timeout = snapshot.getNetworkTimeout();
                snapshot.setNetworkTimeout(Runnable::run, (int) LONGEST.toMillis());
                try {
                    generations.compared(generation.number(), comparison(snapshot, generation));
                } finally {
                    snapshot.setNetworkTimeout(Runnable::run, timeout);
                    snapshot.rollback();
                }
            } catch (SQLException e) {
                throw ReadModelDatabase.problem(e);
            }
        }
    }

    /**
     * Brings both to the same place.
     *
     * @param filled up to where the generation is filled by now
     * @return empty if the live one does not come that far itself, so that they cannot be compared
     */
    public Optional<SamePlace> samePlace(
            Generation generation, Map<Integer, Long> filled, Fill fill) {
        if (!liveReaches(filled)) {
            return Optional.empty();
        }
        analyse(generation);
        try (Connection holding = database.begin()) {
            try {
                // Should this process be halted now, the live one goes on nevertheless.
                execute(holding, "SET LOCAL idle_in_transaction_session_timeout = '10s'");
                execute(holding, "SET LOCAL lock_timeout = '500ms'");
                execute(holding, "LOCK TABLE " + ReadModelTables.OFFSETS + " IN EXCLUSIVE MODE");
                var live = Generations.offsets(holding, ReadModelTables.OFFSETS);
                fill.upTo(live);
                return Optional.of(snapshot(generation));
            } finally {
                holding.rollback();
            }
        } catch (SQLException e) {
            throw ReadModelDatabase.problem(e);
        }
    }

    /** What it has of the log it keeps, so that it needs to be there only once. */
    private boolean liveReaches(Map<Integer, Long> places) {
        var deadline = clock.instant().plus(LIVE_LIMIT);
        while (true) {
            Map<Integer, Long> live =
                    database.inTransaction(
                            connection -> Generations.offsets(connection, ReadModelTables.OFFSETS));
            if (places.entrySet().stream()
                    .allMatch(place -> live.getOrDefault(place.getKey(), 0L) >= place.getValue())) {
                return true;
            }
            if (clock.instant().isAfter(deadline)) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** So that queries are planned well from the first moment that the generation is live. */
    private void analyse(Generation generation) {
        database.inTransaction(connection -> {
            for (String table : tables.names()) {
                execute(connection, "ANALYZE %s.%s".formatted(generation.schema(), table));
            }
            return generation;
        });
    }

    private SamePlace snapshot(Generation generation) throws SQLException {
        Connection snapshot = database.begin();
        try {
            execute(snapshot, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            // The first query is what the snapshot is taken for.
            Generations.offsets(snapshot, ReadModelTables.OFFSETS);
            return new SamePlace(generation, snapshot);
        } catch (SQLException e) {
            snapshot.close();
            throw e;
        }
    }

    private Comparison comparison(Connection snapshot, Generation generation) throws SQLException {
        long[] sums = new long[4];
        List<Difference> first = new ArrayList<>();
        for (String table : tables.names()) {
            List<String> key = rows(snapshot, row -> row.getString(1), KEY, table);
            if (key.isEmpty()) {
                throw new IllegalStateException(
                        "Rows of %s cannot be compared: it has no primary key".formatted(table));
            }
            String pairs =
                    PAIRS.formatted(table, generation.schema(), table, String.join(", ", key));
            List<Long> counts =
                    rows(
                                    snapshot,
                                    row ->
                                            List.of(
                                                    row.getLong(1),
                                                    row.getLong(2),
                                                    row.getLong(3),
                                                    row.getLong(4)),
                                    COUNTS + pairs)
                            .getFirst();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += counts.get(i);
            }
            first.addAll(
                    rows(
                            snapshot,
                            row -> new Difference(table, row.getString(1), row.getString(2)),
                            FIRST.formatted(id(key), pairs, SHOWN)));
        }
        return new Comparison(clock.instant(), sums[0], sums[1], sums[2], sums[3], first);
    }

    private static String id(List<String> key) {
        return key.stream()
                .map(column -> "coalesce(l, r) ->> '%s'".formatted(column))
                .collect(Collectors.joining(", "));
    }
}
