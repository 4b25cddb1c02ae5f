package daybook.eventlog.kafka;

import daybook.eventlog.Position;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Events whose effect waits, as they cannot be read. */
final class HeldEffects {

    private static final Logger LOG = Logger.getLogger(HeldEffects.class);
    private static final String HOLD =
            "INSERT INTO eventlog_held (reader, partition, log_offset, stream_id, why)"
                    + " VALUES ('effects', ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String RELEASE =
            "DELETE FROM eventlog_held WHERE reader = 'effects' AND partition = ? AND log_offset = ?";
    private static final String ALL =
            "SELECT partition, log_offset FROM eventlog_held WHERE reader = 'effects'"
                    + " ORDER BY partition, log_offset";

    private final DataSource dataSource;
    private final AtomicInteger count = new AtomicInteger();

    HeldEffects(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    int count() {
        return count.get();
    }

    Uni<Void> hold(ConsumerRecord<String, byte[]> record, String why) {
        LOG.errorf("An event of %s has no effect: %s", Streams.of(record), why);
        return onWorker(
                        () -> {
                            count.addAndGet(
                                    with(
                                            HOLD,
                                            statement -> {
                                                statement.setInt(1, record.partition());
                                                statement.setLong(2, record.offset());
                                                statement.setString(3, Streams.of(record));
                                                statement.setString(4, why.replace('\0', '\uFFFD'));
                                                return statement.executeUpdate();
                                            }));
                            return true;
                        })
                .replaceWithVoid();
    }

    Uni<Void> release(int partition, long offset) {
        return onWorker(
                        () -> {
                            count.addAndGet(
                                    -with(
                                            RELEASE,
                                            statement -> {
                                                statement.setInt(1, partition);
                                                statement.setLong(2, offset);
                                                return statement.executeUpdate();
                                            }));
                            return true;
                        })
                .replaceWithVoid();
    }

    /** Where they stand. */
    Multi<Position> all() {
        return onWorker(
                        () -> {
                            List<Position> all = with(ALL, HeldEffects::positions);
                            count.set(all.size());
                            return all;
                        })
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all));
    }

    private static List<Position> positions(PreparedStatement select) throws SQLException {
        List<Position> positions = new ArrayList<>();
        var rows = select.executeQuery();
        while (rows.next()) {
            positions.add(new Position(rows.getInt(1), rows.getLong(2)));
        }
        return positions;
    }

    static <T> Uni<T> onWorker(Callable<T> work) {
        return Uni.createFrom()
                .item(() -> {
                    try {
                        return work.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String sql, Work<T> work) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        }
    }
}
