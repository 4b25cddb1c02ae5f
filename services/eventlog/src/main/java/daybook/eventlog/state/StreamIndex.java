package daybook.eventlog.state;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Where a stream's events stand in its partition of the log, from the answers that the shard has
 * stored: what a command led to stands in one run, and its answer has the version and offset of the
 * run's end.
 */
public final class StreamIndex {

    private static final String RUNS =
            "SELECT version, min(log_offset) FROM eventlog_answer"
                    + " WHERE stream_id = ? AND kind = 'DONE' AND version > ?"
                    + " GROUP BY version ORDER BY version LIMIT ?";
    private static final String CHECKPOINT =
            "SELECT next_offset FROM eventlog_checkpoint WHERE partition = ?";

    private final DataSource dataSource;

    public StreamIndex(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The offset of one event. */
    public record At(long version, long offset) {}

    /**
     * The next events of the stream, from the lowest version, as far as they are stored.
     *
     * @param after the version after which to begin
     */
    public List<At> events(String streamId, long after, int limit) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(RUNS)) {
            select.setString(1, streamId);
            select.setLong(2, after);
            select.setInt(3, limit);
            List<At> events = new ArrayList<>();
            var row = select.executeQuery();
            long version = after;
            while (row.next()) {
                long end = row.getLong(1);
                while (version < end) {
                    version++;
                    events.add(new At(version, row.getLong(2) - (end - version)));
                }
            }
            return events.subList(0, Math.min(limit, events.size()));
        } catch (SQLException e) {
            throw new StateCacheException(e);
        }
    }

    /** The first offset of the partition that the index may not know. */
    public long nextOffset(int partition) {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement(CHECKPOINT)) {
            select.setInt(1, partition);
            var row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new StateCacheException(e);
        }
    }
}
