package daybook.eventlog.state;

import static daybook.eventlog.state.JdbcStateCache.array;
import static daybook.eventlog.state.JdbcStateCache.partitions;
import static daybook.eventlog.state.JdbcStateCache.rows;
import static daybook.eventlog.state.JdbcStateCache.text;

import daybook.eventlog.shard.Stored;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows of parked commands. They only come to know more: a row is inserted once and its release
 * noted once, so that snapshots of two owners of a partition may be stored in any order.
 */
final class ParkedRows {

    /** As of the offsets that the streams' own rows are at. */
    private static final String QUEUES =
            """
            SELECT p.* FROM eventlog_parked p JOIN unnest(?, ?) AS s (stream_id, log_offset)
                USING (stream_id)
             WHERE p.log_offset <= s.log_offset
               AND (p.released_offset IS NULL OR p.released_offset > s.log_offset)
             ORDER BY p.log_offset
            """;

    private static final String WAITING =
            """
            SELECT stream_id, min(since) FROM (
                SELECT stream_id, since FROM eventlog_parked
                 WHERE partition = ? AND released_offset IS NULL
                UNION ALL
                SELECT stream_id, broken_since FROM eventlog_stream
                 WHERE partition = ? AND broken_offset IS NOT NULL) AS w (stream_id, since)
             GROUP BY stream_id
            """;

    /** Parked by a release that kept no queue. */
    private static final String WITHOUT_QUEUE =
            """
            SELECT s.stream_id FROM eventlog_stream s
             WHERE s.partition = ? AND s.parked AND s.broken_offset IS NULL
               AND NOT EXISTS (SELECT 1 FROM eventlog_parked p WHERE p.stream_id = s.stream_id)
            """;

    private static final String SAVE =
            """
            INSERT INTO eventlog_parked (partition, stream_id, command_id, log_offset, inbox_offset,
                                         since, why, released_offset)
            SELECT p.partition, p.stream_id, p.command_id, p.log_offset, p.inbox_offset,
                   p.since::timestamptz, p.why, p.released_offset
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS p (partition, stream_id, command_id, log_offset,
                   inbox_offset, since, why, released_offset)
            ON CONFLICT (stream_id, command_id) DO UPDATE
               SET released_offset = coalesce(eventlog_parked.released_offset,
                                              excluded.released_offset)
            """;

    private ParkedRows() {}

    /** Gives streams the commands that waited in them then. */
    static <S> List<Stored.Stream<S>> withQueues(
            Connection connection, List<Stored.Stream<S>> streams) throws SQLException {
        if (streams.isEmpty()) {
            return streams;
        }
        try (var select = connection.prepareStatement(QUEUES)) {
            select.setArray(1, text(connection, streams, Stored.Stream::streamId));
            select.setArray(
                    2, array(connection, "bigint", Long[]::new, streams, Stored.Stream::offset));
            Map<String, List<Stored.Parked>> queues =
                    rows(select, ParkedRows::parked).stream()
                            .collect(Collectors.groupingBy(parked -> parked.key().streamId()));
            return streams.stream()
                    .map(stream -> {
                        var queue = queues.get(stream.streamId());
                        return queue == null ? stream : stream.with(queue);
                    })
                    .toList();
        }
    }

    static List<Stored.Waiting> waiting(Connection connection, int partition) throws SQLException {
        try (var select = connection.prepareStatement(WAITING)) {
            select.setInt(1, partition);
            select.setInt(2, partition);
            return rows(
                    select, row -> new Stored.Waiting(instant(row, 2), row.getString("stream_id")));
        }
    }

    static <S> List<Stored.Reread<S>> withoutQueue(Connection connection, int partition)
            throws SQLException {
        try (var select = connection.prepareStatement(WITHOUT_QUEUE)) {
            select.setInt(1, partition);
            return new ArrayList<>(
                    rows(
                            select,
                            row -> new Stored.Reread<>(row.getString(1), 0, Optional.empty())));
        }
    }

    static <S> void save(Connection connection, Collection<Stored.Changes<S>> changes)
            throws SQLException {
        var parked = changes.stream().flatMap(change -> change.parked().stream()).toList();
        if (parked.isEmpty()) {
            return;
        }
        try (var save = connection.prepareStatement(SAVE)) {
            save.setArray(1, partitions(connection, changes, Stored.Changes::parked));
            save.setArray(2, text(connection, parked, p -> p.key().streamId()));
            save.setArray(3, text(connection, parked, p -> p.key().commandId()));
            save.setArray(
                    4, array(connection, "bigint", Long[]::new, parked, Stored.Parked::offset));
            save.setArray(
                    5,
                    array(
                            connection,
                            "bigint",
                            Long[]::new,
                            parked,
                            p -> p.inboxOffset().orElse(null)));
            save.setArray(6, text(connection, parked, p -> p.since().toString()));
            save.setArray(7, text(connection, parked, p -> storable(p.why())));
            save.setArray(
                    8,
                    array(
                            connection,
                            "bigint",
                            Long[]::new,
                            parked,
                            p -> p.released().orElse(null)));
            save.executeUpdate();
        }
    }

    static Optional<Stored.Broken> broken(ResultSet row) throws SQLException {
        long offset = row.getLong("broken_offset");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(
                        new Stored.Broken(
                                offset,
                                row.getString("broken_why"),
                                instant(row, row.findColumn("broken_since"))));
    }

    static String why(Stored.Broken broken) {
        return storable(broken.why());
    }

    static Stored.Parked parked(ResultSet row) throws SQLException {
        return new Stored.Parked(
                new Stored.CommandKey(row.getString("stream_id"), row.getString("command_id")),
                row.getLong("log_offset"),
                offset(row, "inbox_offset"),
                instant(row, row.findColumn("since")),
                row.getString("why"),
                offset(row, "released_offset"));
    }

    private static Optional<Long> offset(ResultSet row, String column) throws SQLException {
        long offset = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(offset);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A message of an exception may quote anything, but the database takes no NUL. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
