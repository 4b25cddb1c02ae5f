package daybook.eventlog.state;

import static daybook.eventlog.state.JdbcStateCache.array;
import static daybook.eventlog.state.JdbcStateCache.text;

import daybook.eventlog.TypeTable;
import daybook.eventlog.shard.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What long streams were at some of their earlier versions: the state that the cache had of a
 * stream before it took in the one that passed the next multiple of {@link #EVERY}.
 */
public final class Snapshots<S> {

    /** Versions of a stream for which it is kept once. */
    public static final int EVERY = 500;

    private static final String KEEP =
            """
            INSERT INTO eventlog_snapshot (stream_id, version, partition, state_type, state, latest)
            SELECT s.stream_id, s.version, s.partition, s.state_type, s.state, s.latest
              FROM eventlog_stream s JOIN unnest(?, ?) AS n (stream_id, version) USING (stream_id)
             WHERE s.version > 0 AND s.version / %1$d < n.version / %1$d
            ON CONFLICT DO NOTHING
            """
                    .formatted(EVERY);

    /** States of another schema cannot be read. */
    private static final String LAST =
            """
            SELECT s.version, s.state_type, s.state
              FROM eventlog_snapshot s JOIN eventlog_checkpoint c USING (partition)
             WHERE c.state_schema = ? AND s.stream_id = ? AND %s
             ORDER BY s.version DESC LIMIT 1
            """;

    private static final String LAST_BY_VERSION = LAST.formatted("s.version <= ?");
    private static final String LAST_BY_INSTANT = LAST.formatted("s.latest <= ?");

    /** PostgreSQL has no instants as late as Java's. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final DataSource dataSource;
    private final TypeTable<S> states;
    private final int stateSchema;

    public Snapshots(DataSource dataSource, TypeTable<S> states, int stateSchema) {
        this.dataSource = dataSource;
        this.states = states;
        this.stateSchema = stateSchema;
    }

    /** What a stream was once the event with this version had happened. */
    public record Snapshot<S>(long version, S state) {}

    /** The last one of the stream up to this version. */
    public Optional<Snapshot<S>> last(String streamId, long version) {
        return last(streamId, LAST_BY_VERSION, select -> select.setLong(3, version));
    }

    /** The last one of the stream in which nothing was given after this instant. */
    public Optional<Snapshot<S>> last(String streamId, Instant at) {
        if (at.isBefore(Instant.EPOCH)) {
            return Optional.empty();
        }
        var bound = (at.isBefore(LATEST) ? at : LATEST).atOffset(ZoneOffset.UTC);
        return last(streamId, LAST_BY_INSTANT, select -> select.setObject(3, bound));
    }

    private interface Bound {
        void set(PreparedStatement select) throws SQLException;
    }

    private Optional<Snapshot<S>> last(String streamId, String query, Bound bound) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(query)) {
            select.setInt(1, stateSchema);
            select.setString(2, streamId);
            bound.set(select);
            var row = select.executeQuery();
            return row.next()
                    ? Optional.of(
                            new Snapshot<>(
                                    row.getLong("version"), JdbcStateCache.state(states, row)))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new StateCacheException(e);
        }
    }

    /** Keeps what is stored of streams that are about to be stored anew, where it is time to. */
    static <S> void keep(Connection connection, Collection<Stored.Stream<S>> streams)
            throws SQLException {
        var grown = streams.stream().filter(stream -> stream.version() >= EVERY).toList();
        if (grown.isEmpty()) {
            return;
        }
        try (var keep = connection.prepareStatement(KEEP)) {
            keep.setArray(1, text(connection, grown, Stored.Stream::streamId));
            keep.setArray(
                    2, array(connection, "bigint", Long[]::new, grown, Stored.Stream::version));
            keep.executeUpdate();
        }
    }
}
