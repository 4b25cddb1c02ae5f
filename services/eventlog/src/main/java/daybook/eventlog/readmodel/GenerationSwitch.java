package daybook.eventlog.readmodel;

import static daybook.eventlog.readmodel.ReadModelDatabase.execute;
import static daybook.eventlog.readmodel.ReadModelDatabase.rows;

import daybook.eventlog.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Makes another generation the live one: in one database transaction, the tables of both change
 * places. A query that comes meanwhile waits for it and then finds the new table under the name.
 * The live projection is held first, until the other generation has all that it has, so that it can
 * go on from its own place and never leaves a gap; queries are not held by that. Blocking.
 */
@ApplicationScoped
public class GenerationSwitch {

    private static final Logger LOG = Logger.getLogger(GenerationSwitch.class);

    private static final String LOCK_TIMED_OUT = "55P03";
    private static final int ATTEMPTS = 5;

    /** For how long a generation may still be filled before it is called behind. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Entries that are filled in a moment. */
    private static final long NEAR = 100;

    /** For how long the live projection is held: less than queries wait for their own writes. */
    private static final Duration HOLD = Duration.ofMillis(500);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private static final String COLUMNS =
            """
            SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attname)
              FROM pg_attribute
             WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
            """;

    /** Streams for which one of the two has stopped and the other has not. */
    private static final String HELD_BY_ONE =
            """
            SELECT stream_id
              FROM (SELECT stream_id, partition, log_offset FROM eventlog_held WHERE reader = 'projection') live
              FULL JOIN (SELECT stream_id, partition, log_offset FROM %s.eventlog_held) next
             USING (stream_id, partition, log_offset)
             WHERE live IS NULL OR next IS NULL
             LIMIT 1
            """;

    private final ReadModelDatabase database;
    private final ReadModelTables tables;
    private final InstantSource clock;

    GenerationSwitch(ReadModelDatabase database, ReadModelTables tables, InstantSource clock) {
        this.database = database;
        this.tables = tables;
        this.clock = clock;
    }

    /**
     * @param acceptDifferences whether the rows may differ from the live ones, or be not compared
     * @throws ProblemException (404) if there is no such generation, (409) if it is live, behind
     *     the live one, differs from it or is of another shape, (503) if queries hold the tables
     *     for long
     */
    public void to(int number, String by, boolean acceptDifferences) {
        awaitNear(number, acceptDifferences);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                if (database.attempt(
                        connection -> swap(connection, number, by, acceptDifferences))) {
                    LOG.infof("Generation %d of the read model is live; %s asked", number, by);
                    return;
                }
            } catch (SQLException e) {
                if (!LOCK_TIMED_OUT.equals(e.getSQLState()) || attempt == ATTEMPTS) {
                    throw ReadModelDatabase.problem(e);
                }
            }
        }
        throw behind(number, "always has some");
    }

    /** Holds nobody, so that a switch that is not possible yet is not felt. */
    private void awaitNear(int number, boolean acceptDifferences) {
        var deadline = clock.instant().plus(PATIENCE);
        while (true) {
            long missing =
                    database.inTransaction(connection ->
                            missing(connection, check(connection, number, acceptDifferences)));
            if (missing <= NEAR) {
                return;
            }
            if (clock.instant().isAfter(deadline)) {
                throw behind(number, "has " + missing);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static ProblemException behind(int number, String has) {
        return new ProblemException(
                409,
                "generation-behind",
                "The live generation %s entries of the log that generation %d lacks"
                        .formatted(has, number));
    }

    /**
     * @return whether it was done; it is not while the generation lacks something
     */
    private boolean swap(Connection connection, int number, String by, boolean acceptDifferences)
            throws SQLException {
        Generations.actAlone(connection);
        Generation next = check(connection, number, acceptDifferences);
        // Whoever waits for a lock holds up those that come later, so it is not waited for for
        // long.
        execute(connection, "SET LOCAL lock_timeout = '300ms'");
        // Should this process be halted now, the live one goes on nevertheless.
        execute(connection, "SET LOCAL idle_in_transaction_session_timeout = '5s'");
        execute(connection, "LOCK TABLE " + ReadModelTables.OFFSETS + " IN EXCLUSIVE MODE");
        if (!caughtUp(connection, next)) {
            return false;
        }
        execute(
                connection,
                "LOCK TABLE "
                        + tables.names().stream()
                                .flatMap(table -> Stream.of(table, next.schema() + "." + table))
                                .collect(Collectors.joining(", "))
                        + " IN ACCESS EXCLUSIVE MODE");
        for (String table : tables.names()) {
            checkShape(connection, table, next);
        }
        checkHeld(connection, next);
        exchange(connection, next);
        note(connection, number, by);
        return true;
    }

    private static Generation check(Connection connection, int number, boolean acceptDifferences)
            throws SQLException {
        Generation next = Generations.notLive(connection, number);
        if (!acceptDifferences) {
            checkCompared(next);
        }
        return next;
    }

    private static void checkCompared(Generation next) {
        Comparison comparison =
                next.comparison()
                        .orElseThrow(() ->
                                new ProblemException(
                                        409,
                                        "generation-not-compared",
                                        "Generation %d is not compared with the live one yet"
                                                .formatted(next.number())));
        if (comparison.differences() > 0) {
            throw new ProblemException(
                    409,
                    "generation-differs",
                    "%d rows of generation %d and the live one differ; if that is meant, accept the"
                                    .formatted(comparison.differences(), next.number())
                            + " differences");
        }
    }

    /** What it has of the log it keeps, so that it needs to have all only once. */
    private boolean caughtUp(Connection connection, Generation next) throws SQLException {
        var deadline = clock.instant().plus(HOLD);
        while (missing(connection, next) > 0) {
            if (clock.instant().isAfter(deadline)) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }

    /** How many entries of the log the live one has and the other has not. */
    private static long missing(Connection connection, Generation next) throws SQLException {
        Map<Integer, Long> filled =
                Generations.offsets(connection, next.schema() + "." + ReadModelTables.OFFSETS);
        return Generations.offsets(connection, ReadModelTables.OFFSETS).entrySet().stream()
                .mapToLong(place -> place.getValue() - filled.getOrDefault(place.getKey(), 0L))
                .filter(lacks -> lacks > 0)
                .sum();
    }

    /** A migration may have changed the live tables since the others were made. */
    private static void checkShape(Connection connection, String table, Generation next)
            throws SQLException {
        if (!columns(connection, table).equals(columns(connection, next.schema() + "." + table))) {
            throw new ProblemException(
                    409,
                    "generation-outdated",
                    "%s has other columns in generation %d; drop it and rebuild"
                            .formatted(table, next.number()));
        }
    }

    /**
     * Whoever projects knows the streams for which the live generation has stopped, and takes them
     * for those of the next one.
     */
    private static void checkHeld(Connection connection, Generation next) throws SQLException {
        for (String stream :
                rows(connection, row -> row.getString(1), HELD_BY_ONE.formatted(next.schema()))) {
            throw ProblemException.passing(
                    409,
                    "generation-held",
                    "One of the generations has stopped for %s at an event that it cannot read, and the other has not"
                            .formatted(stream));
        }
    }

    private static String columns(Connection connection, String table) throws SQLException {
        return rows(connection, row -> String.valueOf(row.getString(1)), COLUMNS, table).getFirst();
    }

    private void exchange(Connection connection, Generation next) throws SQLException {
        String home =
                rows(connection, row -> row.getString(1), "SELECT quote_ident(current_schema())")
                        .getFirst();
        int live =
                rows(
                                connection,
                                row -> row.getInt(1),
                                "SELECT number FROM eventlog_generation WHERE live")
                        .getFirst();
        String away = Generation.schema(live);
        execute(connection, "CREATE SCHEMA " + away);
        for (String table : tables.names()) {
            move(connection, home + "." + table, away);
            move(connection, next.schema() + "." + table, home);
        }
        // The rows are the same, and the effects' are in the live one's table too.
        move(connection, next.schema() + "." + ReadModelTables.HELD, away);
        execute(connection, "DROP SCHEMA " + next.schema());
    }

    private static void move(Connection connection, String table, String schema)
            throws SQLException {
        execute(connection, "ALTER TABLE %s SET SCHEMA %s".formatted(table, schema));
    }

    private static void note(Connection connection, int number, String by) throws SQLException {
        execute(
                connection,
                "UPDATE eventlog_generation SET live = NOT live, filler = NULL, held_until = NULL,"
                        + " progress = NULL, trouble = NULL, comparison = NULL");
        rows(
                connection,
                row -> row.getInt(1),
                "UPDATE eventlog_generation SET live_by = ?, live_since = now() WHERE number = ?"
                        + " RETURNING 1",
                by,
                number);
    }
}
