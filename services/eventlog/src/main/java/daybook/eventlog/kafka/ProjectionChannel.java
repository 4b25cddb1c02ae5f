package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.readmodel.Held;
import daybook.eventlog.readmodel.Projector;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Brings the log to the projection. The offsets are the database's: a partition is read on from
 * where its rows end.
 */
@ApplicationScoped
@Identifier("projection")
public class ProjectionChannel implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(ProjectionChannel.class);

    private final HeldStreams<?> reader;
    private final Projector projector;
    private final AgroalDataSource dataSource;
    private final CountDownLatch closing = new CountDownLatch(1);

    ProjectionChannel(
            Service<?, ?, ?> service,
            Projector projector,
            AgroalDataSource dataSource,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            InstantSource clock,
            MeterRegistry meters) {
        this.reader = new HeldStreams<>(service, kafka, clock);
        this.projector = projector;
        this.dataSource = dataSource;
        Gauge.builder("daybook.log.held", reader, HeldStreams::count)
                .description("streams for which the reader has stopped at an unreadable event")
                .tag("reader", "projection")
                .register(meters);
    }

    /**
     * Posts a batch. A database that is away is waited for, as the log keeps, and so is the
     * executable that can read what this one cannot. For a stream with an event that nobody can
     * read, the rows stay as they are, and the others go on.
     */
    @Incoming("projection")
    Uni<Void> post(ConsumerRecords<String, byte[]> records) {
        var nextOffsets = new TreeMap<Integer, Long>();
        for (ConsumerRecord<String, byte[]> record : records) {
            nextOffsets.put(record.partition(), record.offset() + 1);
        }
        return Uni.createFrom()
                .deferred(() -> reader.read(records))
                .chain(read -> post(read, nextOffsets))
                .onFailure()
                .invoke(e -> LOG.warnf("The read model waits: %s", e))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .indefinitely();
    }

    private Uni<Void> post(HeldStreams.Read read, SortedMap<Integer, Long> nextOffsets) {
        return projector
                .post(read.events(), nextOffsets, read.held())
                .invoke(() -> reader.took(read.held()));
    }

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> consumer.seek(partition, nextOffset(partition)));
    }

    /**
     * Waits for a database that is away, as a failure here would end the channel for good. The
     * other partitions wait as well: the database is theirs too.
     */
    private long nextOffset(TopicPartition partition) {
        while (true) {
            try {
                return read(partition);
            } catch (SQLException e) {
                LOG.warnf("The read model's offsets are waited for: %s", e);
                pause(e);
            }
        }
    }

    private void pause(SQLException why) {
        try {
            if (closing.await(1, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The read model's offsets cannot be read", why);
            }
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }

    private long read(TopicPartition partition) throws SQLException {
        try (var connection = dataSource.getConnection();
                var held =
                        connection.prepareStatement(
                                "SELECT stream_id, log_offset, why FROM eventlog_held"
                                        + " WHERE reader = 'projection' AND partition = ?");
                var select =
                        connection.prepareStatement(
                                "SELECT next_offset FROM eventlog_projection WHERE partition = ?")) {
            held.setInt(1, partition.partition());
            List<Held.At> stopped = new ArrayList<>();
            var rows = held.executeQuery();
            while (rows.next()) {
                stopped.add(
                        new Held.At(
                                rows.getString(1),
                                partition.partition(),
                                rows.getLong(2),
                                rows.getString(3)));
            }
            reader.assigned(partition.partition(), stopped);
            select.setInt(1, partition.partition());
            var row = select.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }
}
