package daybook.eventlog.kafka;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.readmodel.Held;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Entry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the log for the projection. At an event that it cannot read it stops for that stream, as
 * rows that lack an event would be wrong; it goes on where it stopped once the event can be read,
 * or an operator has passed over it.
 */
final class HeldStreams<E> {

    private static final Logger LOG = Logger.getLogger(HeldStreams.class);

    private final String topic;
    private final EntryCodec<E> codec;
    private final Map<String, Object> kafka;
    private final InstantSource clock;
    private final Map<String, Held.At> held = new ConcurrentHashMap<>();

    /** Those that may be able to go on. */
    private final Set<String> hopeful = ConcurrentHashMap.newKeySet();

    HeldStreams(Service<?, ?, E> service, Map<String, Object> kafka, InstantSource clock) {
        topic = Topics.events(service.name());
        codec = new EntryCodec<>(service.name(), service.events());
        this.kafka = kafka;
        this.clock = clock;
    }

    /** What is to be posted of a batch. */
    record Read(List<? extends Envelope<?>> events, Held held) {}

    int count() {
        return held.size();
    }

    /** Takes in where a partition's streams stopped. This release may be able to go on there. */
    void assigned(int partition, ResultSet rows) throws SQLException {
        held.values().removeIf(at -> at.partition() == partition);
        while (rows.next()) {
            var at = new Held.At(rows.getString(1), partition, rows.getLong(2), rows.getString(3));
            held.merge(at.streamId(), at, (a, b) -> a.offset() < b.offset() ? a : b);
            hopeful.add(at.streamId());
        }
    }

    Uni<Read> read(ConsumerRecords<String, byte[]> records) {
        List<Held.At> again =
                hopeful.stream()
                        .flatMap(id -> Optional.ofNullable(held.get(id)).stream())
                        .filter(at -> first(records, at.partition()).isPresent())
                        .toList();
        if (again.isEmpty()) {
            return Uni.createFrom().item(() -> read(records, List.of(), List.of()));
        }
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> catchUp(records, again))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(task -> context.runOnContext(_ -> task.run()));
    }

    /** The batch is posted. */
    void took(Held taken) {
        taken.ended()
                .forEach(at -> {
                    held.remove(at.streamId());
                    hopeful.remove(at.streamId());
                });
        taken.begun().forEach(at -> held.putIfAbsent(at.streamId(), at));
    }

    private Optional<Long> first(ConsumerRecords<String, byte[]> records, int partition) {
        return records.records(new TopicPartition(topic, partition)).stream()
                .findFirst()
                .map(ConsumerRecord::offset);
    }

    private Read read(
            ConsumerRecords<String, byte[]> records,
            List<Held.At> ended,
            List<Envelope<E>> caughtUp) {
        Set<String> waiting = new HashSet<>(held.keySet());
        ended.forEach(at -> waiting.remove(at.streamId()));
        List<Held.At> begun = new ArrayList<>();
        List<Envelope<E>> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            String streamId = Streams.of(record);
            try {
                Entry<E> entry = codec.decode(record);
                if (entry instanceof Entry.Acted<E>(_, _, _, var act)
                        && act.passedOver().isPresent()
                        && waiting.contains(streamId)) {
                    hopeful.add(streamId);
                }
                if (!waiting.contains(streamId)) {
                    codec.event(record, position(record)).ifPresent(events::add);
                }
            } catch (UnreadableException e) {
                if (waiting.add(streamId)) {
                    String why = String.valueOf(e.getMessage()).replace('\0', '\uFFFD');
                    LOG.errorf("The read model stops for %s: %s", streamId, why);
                    begun.add(new Held.At(streamId, record.partition(), record.offset(), why));
                }
            }
        }
        return new Read(events, new Held(begun, ended, caughtUp));
    }

    /** Reads what the streams have had since, up to the batch. */
    private Read catchUp(ConsumerRecords<String, byte[]> records, List<Held.At> again) {
        List<Held.At> ended = new ArrayList<>();
        List<Envelope<E>> caughtUp = new ArrayList<>();
        try (var log = new Records(kafka, clock)) {
            for (Held.At at : again) {
                long to = first(records, at.partition()).orElseThrow();
                var missed =
                        log.scan(
                                new TopicPartition(topic, at.partition()),
                                at.offset(),
                                to,
                                record -> Streams.of(record).equals(at.streamId()));
                Optional<List<Envelope<E>>> events = events(missed);
                if (events.isPresent()) {
                    LOG.infof("The read model goes on for %s", at.streamId());
                    ended.add(at);
                    caughtUp.addAll(events.get());
                } else {
                    hopeful.remove(at.streamId());
                }
            }
        } catch (LogUnavailableException e) {
            LOG.warnf("What the read model has missed is read later: %s", e);
        }
        return read(records, ended, caughtUp);
    }

    /** Empty if there is still one that cannot be read and was not passed over. */
    private Optional<List<Envelope<E>>> events(List<ConsumerRecord<String, byte[]>> missed) {
        Set<Long> unreadable = new HashSet<>();
        List<Envelope<E>> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : missed) {
            try {
                if (codec.decode(record) instanceof Entry.Acted<E>(_, _, _, var act)) {
                    act.passedOver().ifPresent(unreadable::remove);
                }
                codec.event(record, position(record)).ifPresent(events::add);
            } catch (UnreadableException e) {
                unreadable.add(record.offset());
            }
        }
        return unreadable.isEmpty() ? Optional.of(events) : Optional.empty();
    }

    private static Position position(ConsumerRecord<String, byte[]> record) {
        return new Position(record.partition(), record.offset());
    }
}
