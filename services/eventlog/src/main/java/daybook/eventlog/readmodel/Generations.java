package daybook.eventlog.readmodel;

import static daybook.eventlog.readmodel.ReadModelDatabase.execute;
import static daybook.eventlog.readmodel.ReadModelDatabase.rows;

import daybook.eventlog.http.ProblemException;
import daybook.eventlog.serde.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Which generations there are, and who fills the one that is not live. Blocking. */
@ApplicationScoped
public class Generations {

    private static final Logger LOG = Logger.getLogger(Generations.class);

    /** Gives the indexes of a copied table the names that migrations know them by. */
    private static final String MISNAMED =
            """
            SELECT made.relname, known.relname
              FROM pg_index a JOIN pg_class known ON known.oid = a.indexrelid,
                   pg_index b JOIN pg_class made ON made.oid = b.indexrelid
             WHERE a.indrelid = ?::regclass AND b.indrelid = ?::regclass
               AND made.relname <> known.relname
               AND a.indisprimary = b.indisprimary AND a.indisunique = b.indisunique
               AND substring(pg_get_indexdef(a.indexrelid) FROM ' USING .*')
                 = substring(pg_get_indexdef(b.indexrelid) FROM ' USING .*')
            """;

    private static final String CLAIM =
            """
            UPDATE eventlog_generation SET filler = ?, held_until = now() + interval '10 seconds'
             WHERE NOT live AND (filler = ? OR held_until IS NULL OR held_until < now())
            RETURNING *
            """;

    private static final String REPORT =
            """
            UPDATE eventlog_generation
               SET held_until = now() + interval '10 seconds', progress = ?, trouble = NULL
             WHERE number = ? AND filler = ? AND NOT live
            RETURNING *
            """;

    private final ReadModelDatabase database;
    private final ReadModelTables tables;

    Generations(ReadModelDatabase database, ReadModelTables tables) {
        this.database = database;
        this.tables = tables;
    }

    public List<Generation> all() {
        return database.inTransaction(connection ->
                rows(
                        connection,
                        Generations::read,
                        "SELECT * FROM eventlog_generation ORDER BY number"));
    }

    /**
     * Makes an empty generation beside the live one; a replica begins to fill it.
     *
     * @throws ProblemException (409) if there is one already
     */
    public Generation rebuild(String by, Optional<Integer> throttle) {
        return database.inTransaction(connection -> {
            actAlone(connection);
            for (Generation there : other(connection)) {
                throw new ProblemException(
                        409,
                        "generation-exists",
                        "Generation %d is beside the live one already; switch to it or drop it first"
                                .formatted(there.number()));
            }
            Generation made =
                    rows(
                                    connection,
                                    Generations::read,
                                    "INSERT INTO eventlog_generation (live, asked_by, throttle)"
                                            + " VALUES (false, ?, ?) RETURNING *",
                                    by,
                                    throttle.orElse(null))
                            .getFirst();
            execute(connection, "CREATE SCHEMA " + made.schema());
            for (String table : tables.names()) {
                copyEmpty(connection, table, made.schema());
            }
            copyEmpty(connection, ReadModelTables.HELD, made.schema());
            LOG.infof("Generation %d of the read model is filled; %s asked", made.number(), by);
            return made;
        });
    }

    private static void copyEmpty(Connection connection, String table, String schema)
            throws SQLException {
        String copy = schema + "." + table;
        execute(connection, "CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(copy, table));
        for (String rename :
                rows(
                        connection,
                        row ->
                                "ALTER INDEX %s.%s RENAME TO %s"
                                        .formatted(schema, row.getString(1), row.getString(2)),
                        MISNAMED,
                        table,
                        copy)) {
            execute(connection, rename);
        }
    }

    /**
     * @throws ProblemException (404) if there is no such generation, (409) if it is live
     */
    public void drop(int number, String by) {
        database.inTransaction(connection -> {
            actAlone(connection);
            Generation generation = notLive(connection, number);
            execute(connection, "SET LOCAL lock_timeout = '10s'");
            execute(connection, "DROP SCHEMA IF EXISTS " + generation.schema() + " CASCADE");
            execute(connection, "DELETE FROM eventlog_generation WHERE number = " + number);
            LOG.infof("Generation %d of the read model is dropped; %s asked", number, by);
            return number;
        });
    }

    /** The generation that the replica is to fill: its own still, or one that nobody fills. */
    public Optional<Generation> claim(String replica) {
        return one(CLAIM, replica, replica);
    }

    /**
     * Says how far the replica is, and keeps the generation its own.
     *
     * @return empty if the generation is not the replica's to fill any longer
     */
    public Optional<Generation> report(int number, String replica, Progress progress) {
        return one(REPORT, json(progress), number, replica);
    }

    /**
     * Says why it is not filled.
     *
     * @return whether it is to be filled at all
     */
    public boolean failed(int number, String trouble) {
        return one(
                        "UPDATE eventlog_generation SET trouble = ? WHERE number = ? AND NOT live"
                                + " RETURNING *",
                        trouble,
                        number)
                .isPresent();
    }

    void compared(int number, Comparison comparison) {
        one(
                "UPDATE eventlog_generation SET comparison = ? WHERE number = ? AND NOT live RETURNING *",
                json(comparison),
                number);
    }

    /** For each partition the first offset that the generation does not have. */
    public SortedMap<Integer, Long> offsets(Generation generation) {
        return database.inTransaction(connection ->
                offsets(connection, generation.schema() + "." + ReadModelTables.OFFSETS));
    }

    /** Where the generation has stopped for a stream. */
    public List<Held.At> held(Generation generation) {
        return database.inTransaction(connection ->
                rows(
                        connection,
                        row ->
                                new Held.At(
                                        row.getString(1),
                                        row.getInt(2),
                                        row.getLong(3),
                                        row.getString(4)),
                        "SELECT stream_id, partition, log_offset, why FROM %s.%s"
                                .formatted(generation.schema(), ReadModelTables.HELD)));
    }

    static SortedMap<Integer, Long> offsets(Connection connection, String table)
            throws SQLException {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        rows(
                connection,
                row -> {
                    offsets.put(row.getInt(1), row.getLong(2));
                    return row.getInt(1);
                },
                "SELECT partition, next_offset FROM " + table);
        return offsets;
    }

    /** Only one generation is made, dropped or switched to at a time. */
    static void actAlone(Connection connection) throws SQLException {
        boolean alone =
                rows(
                                connection,
                                row -> row.getBoolean(1),
                                "SELECT pg_try_advisory_xact_lock(hashtext('eventlog_generation'))")
                        .getFirst();
        if (!alone) {
            throw ProblemException.passing(
                    409, "generation-busy", "Another change of the generations is under way");
        }
    }

    static Generation notLive(Connection connection, int number) throws SQLException {
        Generation generation =
                rows(
                                connection,
                                Generations::read,
                                "SELECT * FROM eventlog_generation WHERE number = ?",
                                number)
                        .stream()
                        .findFirst()
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "unknown-generation", "There is no generation " + number));
        if (generation.live()) {
            throw new ProblemException(
                    409,
                    "generation-live",
                    "Generation %d is the live one, which queries read".formatted(number));
        }
        return generation;
    }

    private static List<Generation> other(Connection connection) throws SQLException {
        return rows(
                connection, Generations::read, "SELECT * FROM eventlog_generation WHERE NOT live");
    }

    private Optional<Generation> one(String sql, Object... arguments) {
        return database.inTransaction(connection ->
                rows(connection, Generations::read, sql, arguments).stream().findFirst());
    }

    private static Generation read(ResultSet row) throws SQLException {
        return new Generation(
                row.getInt("number"),
                row.getBoolean("live"),
                row.getString("asked_by"),
                Objects.requireNonNull(row.getObject("asked_at", OffsetDateTime.class)).toInstant(),
                Optional.ofNullable(row.getString("live_by")),
                Optional.ofNullable(row.getObject("live_since", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getObject("throttle", Integer.class)),
                Optional.ofNullable(row.getString("filler")),
                json(row.getString("progress"), Progress.class),
                Optional.ofNullable(row.getString("trouble")),
                json(row.getString("comparison"), Comparison.class));
    }

    private static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static <T> Optional<T> json(@Nullable String text, Class<T> type) {
        return Optional.ofNullable(text)
                .map(known -> Json.read(known.getBytes(StandardCharsets.UTF_8), type));
    }
}
