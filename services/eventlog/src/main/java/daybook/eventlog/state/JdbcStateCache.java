package daybook.eventlog.state;

import daybook.eventlog.Decision;
import daybook.eventlog.Position;
import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.Stored;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * {@link StateCache} in PostgreSQL. Blocking, as its only caller is the shard's own thread. Each
 * call is one round trip whatever the number of streams: arrays go in, rows come out.
 */
public final class JdbcStateCache<S> implements StateCache<S> {

    private static final String STREAMS = "SELECT * FROM eventlog_stream WHERE stream_id = ANY (?)";
    private static final String BROKEN =
            "SELECT * FROM eventlog_stream WHERE partition = ? AND broken_offset IS NOT NULL";
    private static final String ANSWERS =
            "SELECT a.* FROM eventlog_answer a JOIN unnest(?, ?) AS k (stream_id, command_id)"
                    + " USING (stream_id, command_id)";
    private static final String DEADLINES =
            "SELECT due, stream_id FROM eventlog_stream WHERE partition = ? AND due IS NOT NULL";
    private static final String SAVE_STREAMS =
            """
            INSERT INTO eventlog_stream (stream_id, partition, version, state_type, state, parked,
                                         log_offset, correlation_id, due, broken_offset, broken_why,
                                         broken_since, latest)
            SELECT s.stream_id, s.partition, s.version, s.state_type, s.state, s.parked, s.log_offset,
                   s.correlation_id, s.due::timestamptz, s.broken_offset, s.broken_why,
                   s.broken_since::timestamptz, s.latest::timestamptz
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS s (partition, stream_id, version,
                   state_type, state, parked, log_offset, correlation_id, due, broken_offset,
                   broken_why, broken_since, latest)
            ON CONFLICT (stream_id) DO UPDATE
               SET partition = excluded.partition, version = excluded.version,
                   state_type = excluded.state_type, state = excluded.state,
                   parked = excluded.parked, log_offset = excluded.log_offset,
                   correlation_id = excluded.correlation_id, due = excluded.due,
                   broken_offset = excluded.broken_offset, broken_why = excluded.broken_why,
                   broken_since = excluded.broken_since, latest = excluded.latest
             WHERE excluded.log_offset >= eventlog_stream.log_offset
            """;
    private static final String SAVE_ANSWERS =
            """
            INSERT INTO eventlog_answer (stream_id, command_id, partition, fingerprint, kind,
                                         version, log_offset, reason, code, detail)
            SELECT a.stream_id, a.command_id, a.partition, a.fingerprint, a.kind, a.version, a.log_offset,
                   a.reason, a.code, a.detail
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS a (partition, stream_id, command_id,
                   fingerprint, kind, version, log_offset, reason, code, detail)
            ON CONFLICT (stream_id, command_id) DO UPDATE
               SET kind = excluded.kind, version = excluded.version,
                   log_offset = excluded.log_offset, reason = excluded.reason,
                   code = excluded.code, detail = excluded.detail
             WHERE eventlog_answer.kind = 'PARKED'
            """;
    private static final String SAVE_CHECKPOINT =
            """
            INSERT INTO eventlog_checkpoint (partition, next_offset, state_schema)
            SELECT c.partition, c.next_offset, ? FROM unnest(?, ?) AS c (partition, next_offset)
            ON CONFLICT (partition) DO UPDATE
               SET next_offset = greatest(eventlog_checkpoint.next_offset, excluded.next_offset)
            RETURNING partition, state_schema
            """;
    private static final String BEGIN_AGAIN =
            "UPDATE eventlog_checkpoint SET next_offset = 0, state_schema = ? WHERE partition = ?";

    private final DataSource dataSource;
    private final TypeTable<S> states;
    private final int stateSchema;

    public JdbcStateCache(DataSource dataSource, TypeTable<S> states, int stateSchema) {
        this.dataSource = dataSource;
        this.states = states;
        this.stateSchema = stateSchema;
    }

    @Override
    public Optional<Long> checkpoint(int partition) {
        return inTransaction(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "SELECT next_offset, state_schema FROM eventlog_checkpoint"
                                    + " WHERE partition = ?")) {
                select.setInt(1, partition);
                ResultSet row = select.executeQuery();
                if (!row.next()) {
                    return Optional.<Long>empty();
                }
                if (row.getInt(2) == stateSchema) {
                    return Optional.of(row.getLong(1));
                }
            }
            // States of another schema cannot be read; the log gives them again. From here on
            // whoever still has the other schema can save no more.
            try (var update = connection.prepareStatement(BEGIN_AGAIN)) {
                update.setInt(1, stateSchema);
                update.setInt(2, partition);
                update.executeUpdate();
            }
            for (String table : List.of("stream", "answer", "parked", "snapshot")) {
                try (var delete =
                        connection.prepareStatement(
                                "DELETE FROM eventlog_" + table + " WHERE partition = ?")) {
                    delete.setInt(1, partition);
                    delete.executeUpdate();
                }
            }
            return Optional.<Long>empty();
        });
    }

    @Override
    public List<Stored.Stream<S>> streams(Collection<String> streamIds) {
        return inTransaction(connection -> {
            try (var select = connection.prepareStatement(STREAMS)) {
                select.setArray(1, text(connection, streamIds, id -> id));
                return ParkedRows.withQueues(connection, rows(select, this::stream));
            }
        });
    }

    @Override
    public List<Stored.Waiting> waiting(int partition) {
        return inTransaction(connection -> ParkedRows.waiting(connection, partition));
    }

    @Override
    public List<Stored.Reread<S>> rereads(int partition) {
        return inTransaction(connection -> {
            List<Stored.Reread<S>> rereads = ParkedRows.withoutQueue(connection, partition);
            try (var select = connection.prepareStatement(BROKEN)) {
                select.setInt(1, partition);
                for (var stream :
                        ParkedRows.withQueues(
                                connection, rows(select, row -> stream(row).beforeBreak()))) {
                    rereads.add(
                            new Stored.Reread<>(
                                    stream.streamId(), stream.offset() + 1, Optional.of(stream)));
                }
                return rereads;
            }
        });
    }

    @Override
    public List<Stored.Seen> answers(Collection<Stored.CommandKey> commands) {
        return inTransaction(connection -> {
            try (var select = connection.prepareStatement(ANSWERS)) {
                select.setArray(1, text(connection, commands, Stored.CommandKey::streamId));
                select.setArray(2, text(connection, commands, Stored.CommandKey::commandId));
                return rows(select, JdbcStateCache::seen);
            }
        });
    }

    @Override
    public List<Stored.Due> deadlines(int partition) {
        return inTransaction(connection -> {
            try (var select = connection.prepareStatement(DEADLINES)) {
                select.setInt(1, partition);
                return rows(
                        select,
                        row ->
                                new Stored.Due(
                                        row.getObject(1, OffsetDateTime.class).toInstant(),
                                        row.getString(2)));
            }
        });
    }

    @Override
    public void save(Collection<Stored.Changes<S>> changes) {
        inTransaction(connection -> {
            saveCheckpoints(connection, changes);
            saveStreams(connection, changes);
            saveAnswers(connection, changes);
            ParkedRows.save(connection, changes);
            return changes;
        });
    }

    /** Comes first: the rows that it locks keep others from beginning with another schema. */
    private void saveCheckpoints(Connection connection, Collection<Stored.Changes<S>> changes)
            throws SQLException {
        try (var save = connection.prepareStatement(SAVE_CHECKPOINT)) {
            save.setInt(1, stateSchema);
            save.setArray(
                    2,
                    array(
                            connection,
                            "integer",
                            Integer[]::new,
                            changes,
                            Stored.Changes::partition));
            save.setArray(
                    3,
                    array(connection, "bigint", Long[]::new, changes, Stored.Changes::nextOffset));
            ResultSet row = save.executeQuery();
            while (row.next()) {
                if (row.getInt(2) != stateSchema) {
                    throw new StateCacheException(
                            "Partition %d has another owner by now, which stores states of schema %d and not %d"
                                    .formatted(row.getInt(1), row.getInt(2), stateSchema));
                }
            }
        }
    }

    /** For each element of a part of the changes the partition that it belongs to. */
    static <S> Array partitions(
            Connection connection,
            Collection<Stored.Changes<S>> changes,
            Function<Stored.Changes<S>, List<?>> part)
            throws SQLException {
        return connection.createArrayOf(
                "integer",
                changes.stream()
                        .flatMap(change ->
                                Collections.nCopies(part.apply(change).size(), change.partition())
                                        .stream())
                        .toArray(Integer[]::new));
    }

    private void saveStreams(Connection connection, Collection<Stored.Changes<S>> changes)
            throws SQLException {
        var streams = changes.stream().flatMap(change -> change.streams().stream()).toList();
        Snapshots.keep(connection, streams);
        try (var save = connection.prepareStatement(SAVE_STREAMS)) {
            save.setArray(1, partitions(connection, changes, Stored.Changes::streams));
            save.setArray(2, text(connection, streams, Stored.Stream::streamId));
            save.setArray(
                    3, array(connection, "bigint", Long[]::new, streams, Stored.Stream::version));
            save.setArray(4, text(connection, streams, s -> states.nameOf(s.state())));
            save.setArray(
                    5,
                    text(
                            connection,
                            streams,
                            s -> new String(Json.write(s.state()), StandardCharsets.UTF_8)));
            save.setArray(
                    6,
                    array(
                            connection,
                            "boolean",
                            Boolean[]::new,
                            streams,
                            s -> !s.queue().isEmpty() || s.broken().isPresent()));
            save.setArray(
                    7, array(connection, "bigint", Long[]::new, streams, Stored.Stream::offset));
            save.setArray(8, text(connection, streams, Stored.Stream::correlationId));
            save.setArray(
                    9, text(connection, streams, s -> s.due().map(Object::toString).orElse(null)));
            save.setArray(
                    10,
                    array(
                            connection,
                            "bigint",
                            Long[]::new,
                            streams,
                            s -> s.broken().map(Stored.Broken::offset).orElse(null)));
            save.setArray(
                    11,
                    text(connection, streams, s -> s.broken().map(ParkedRows::why).orElse(null)));
            save.setArray(
                    12,
                    text(
                            connection,
                            streams,
                            s -> s.broken().map(b -> b.since().toString()).orElse(null)));
            save.setArray(
                    13,
                    text(connection, streams, s -> s.latest().map(Object::toString).orElse(null)));
            save.executeUpdate();
        }
    }

    private void saveAnswers(Connection connection, Collection<Stored.Changes<S>> changes)
            throws SQLException {
        var answers = changes.stream().flatMap(change -> change.answers().stream()).toList();
        try (var save = connection.prepareStatement(SAVE_ANSWERS)) {
            save.setArray(1, partitions(connection, changes, Stored.Changes::answers));
            save.setArray(2, text(connection, answers, seen -> seen.key().streamId()));
            save.setArray(3, text(connection, answers, seen -> seen.key().commandId()));
            save.setArray(4, text(connection, answers, seen -> seen.fingerprint().orElse(null)));
            save.setArray(5, text(connection, answers, seen -> Kind.of(seen.answer()).name()));
            save.setArray(
                    6,
                    array(
                            connection,
                            "bigint",
                            Long[]::new,
                            answers,
                            seen -> seen.answer().version()));
            save.setArray(
                    7,
                    array(
                            connection,
                            "bigint",
                            Long[]::new,
                            answers,
                            seen ->
                                    seen.answer() instanceof Answer.Done(_, var position)
                                            ? position.offset()
                                            : null));
            save.setArray(8, text(connection, answers, refusal(r -> r.reason().name())));
            save.setArray(9, text(connection, answers, refusal(Answer.Refused::code)));
            save.setArray(10, text(connection, answers, refusal(Answer.Refused::detail)));
            save.executeUpdate();
        }
    }

    private enum Kind {
        DONE,
        REFUSED,
        PARKED;

        static Kind of(Answer answer) {
            return switch (answer) {
                case Answer.Done _ -> DONE;
                case Answer.Refused _ -> REFUSED;
                case Answer.Parked _ -> PARKED;
            };
        }
    }

    private static Function<Stored.Seen, @Nullable String> refusal(
            Function<Answer.Refused, String> part) {
        return seen -> seen.answer() instanceof Answer.Refused refused ? part.apply(refused) : null;
    }

    /** From the columns of a state. */
    static <S> S state(TypeTable<S> states, ResultSet row) throws SQLException {
        String type = row.getString("state_type");
        Class<? extends S> state =
                states.classOf(type)
                        .orElseThrow(
                                () -> new UnreadableException("No state has the name " + type));
        return Json.read(row.getString("state").getBytes(StandardCharsets.UTF_8), state);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    private Stored.Stream<S> stream(ResultSet row) throws SQLException {
        return new Stored.Stream<>(
                row.getString("stream_id"),
                row.getLong("version"),
                state(states, row),
                row.getLong("log_offset"),
                row.getString("correlation_id"),
                instant(row, "latest"),
                instant(row, "due"),
                List.of(),
                ParkedRows.broken(row));
    }

    private static Stored.Seen seen(ResultSet row) throws SQLException {
        long version = row.getLong("version");
        Answer answer =
                switch (Kind.valueOf(row.getString("kind"))) {
                    case DONE ->
                            new Answer.Done(
                                    version,
                                    new Position(
                                            row.getInt("partition"), row.getLong("log_offset")));
                    case REFUSED ->
                            new Answer.Refused(
                                    version,
                                    Decision.Reason.valueOf(row.getString("reason")),
                                    row.getString("code"),
                                    row.getString("detail"));
                    case PARKED -> new Answer.Parked(version);
                };
        return new Stored.Seen(
                new Stored.CommandKey(row.getString("stream_id"), row.getString("command_id")),
                Optional.ofNullable(row.getString("fingerprint")),
                answer);
    }

    static <T> Array text(
            Connection connection, Collection<T> values, Function<T, @Nullable String> part)
            throws SQLException {
        return array(connection, "text", String[]::new, values, part);
    }

    /** Arrays of the elements' own class go to the database in binary, others as escaped text. */
    static <T, V> Array array(
            Connection connection,
            String type,
            IntFunction<V[]> arrays,
            Collection<T> values,
            Function<T, ? extends @Nullable V> part)
            throws SQLException {
        return connection.createArrayOf(type, values.stream().map(part).toArray(arrays));
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> rows(PreparedStatement select, Row<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        ResultSet result = select.executeQuery();
        while (result.next()) {
            rows.add(reader.read(result));
        }
        return rows;
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new StateCacheException(e);
        }
    }
}
