package daybook.eventlog.state;

import static daybook.eventlog.state.JdbcStateCache.rows;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Which streams of the service are parked, as the shards have stored it. */
public final class ParkedStreams {

    private static final String PAGE =
            """
            SELECT stream_id, min(partition), count(command_id), min(since), min(why), max(stopped_at)
              FROM (SELECT stream_id, partition, command_id, since,
                           first_value(why) OVER (PARTITION BY stream_id ORDER BY log_offset) AS why,
                           NULL AS stopped_at
                      FROM eventlog_parked WHERE released_offset IS NULL
                    UNION ALL
                    SELECT stream_id, partition, NULL, broken_since, broken_why, broken_offset
                      FROM eventlog_stream WHERE parked AND broken_offset IS NOT NULL
                    UNION ALL
                    SELECT stream_id, partition, NULL, NULL, reader || ': ' || why, log_offset
                      FROM eventlog_held) AS parked
             WHERE stream_id > ?
             GROUP BY stream_id ORDER BY stream_id LIMIT ?
            """;
    private static final String PARTITION =
            """
            SELECT partition FROM eventlog_parked WHERE stream_id = ?
            UNION SELECT partition FROM eventlog_stream WHERE stream_id = ? AND broken_offset IS NOT NULL
            UNION SELECT partition FROM eventlog_held WHERE stream_id = ?
            """;
    private static final String HELD =
            "SELECT reader, partition, log_offset, why FROM eventlog_held WHERE stream_id = ?"
                    + " ORDER BY reader, log_offset";

    private final DataSource dataSource;

    public ParkedStreams(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * A parked stream.
     *
     * @param commands how many wait
     * @param since when the first of them was given, or the entry written at which it stopped
     * @param stoppedAt offset of the entry of the log that could not be read
     */
    public record Row(
            String streamId,
            int partition,
            long commands,
            Optional<Instant> since,
            String why,
            Optional<Long> stoppedAt) {}

    /** An event that the read model or the effect could not read. */
    public record Held(String reader, int partition, long offset, String why) {}

    /**
     * @param after the stream's id after which to begin
     */
    public List<Row> page(String after, int limit) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(PAGE)) {
            select.setString(1, after);
            select.setInt(2, limit);
            return rows(select, ParkedStreams::row);
        } catch (SQLException e) {
            throw new StateCacheException(e);
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        long stoppedAt = row.getLong(6);
        boolean stopped = !row.wasNull();
        return new Row(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getString(5),
                stopped ? Optional.of(stoppedAt) : Optional.empty());
    }

    /** The partition of a stream that is parked or once was. */
    public Optional<Integer> partition(String streamId) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(PARTITION)) {
            for (int i = 1; i <= 3; i++) {
                select.setString(i, streamId);
            }
            return rows(select, row -> row.getInt(1)).stream().findFirst();
        } catch (SQLException e) {
            throw new StateCacheException(e);
        }
    }

    /** What readers of the log have stopped at in a stream. */
    public List<Held> held(String streamId) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(HELD)) {
            select.setString(1, streamId);
            return rows(
                    select,
                    row ->
                            new Held(
                                    row.getString(1),
                                    row.getInt(2),
                                    row.getLong(3),
                                    row.getString(4)));
        } catch (SQLException e) {
            throw new StateCacheException(e);
        }
    }
}
