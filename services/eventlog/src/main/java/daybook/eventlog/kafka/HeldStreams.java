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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the log for a generation of the read model. At an event that it cannot read it stops for
 * that stream, as rows that lack an event would be wrong; it goes on where it stopped once the
 * event can be read, or an operator has passed over it.
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
    void assigned(int partition, List<Held.At> stopped) {
        held.values().removeIf(at -> at.partition() == partition);
        for (Held.At at : stopped) {
            held.merge(at.streamId(), at, (a, b) -> a.offset() < b.offset() ? a : b);
            hopeful.add(at.streamId());
        }
    }

    /** Reads a batch without blocking the event loop that it is called on. */
    Uni<Read> read(ConsumerRecords<String, byte[]> records) {
        List<Held.At> again = again(records);
        if (again.isEmpty()) {
            return Uni.createFrom().item(() -> read(records, List.of(), List.of()));
        }
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> catchUp(records, again))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(task -> context.runOnContext(_ -> task.run()));
    }

    /** Reads a batch, and blocks while it reads what streams that go on have missed. */
    Read readBlocking(ConsumerRecords<String, byte[]> records) {
        List<Held.At> again = again(records);
        return again.isEmpty() ? read(records, List.of(), List.of()) : catchUp(records, again);
    }

    /**
     * The streams that may go on: since this process began, or by an operator's act in the batch.
     */
    private List<Held.At> again(ConsumerRecords<String, byte[]> records) {
        if (held.isEmpty()) {
            return List.of();
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            String streamId = Streams.of(record);
            if (held.containsKey(streamId) && passesOver(record)) {
                hopeful.add(streamId);
            }
        }
        return hopeful.stream()
                .flatMap(id -> Optional.ofNullable(held.get(id)).stream())
                .filter(at -> !of(records, at.partition()).isEmpty())
                .toList();
    }

    private boolean passesOver(ConsumerRecord<String, byte[]> record) {
        try {
            return codec.decode(record) instanceof Entry.Acted<E>(_, _, _, var act)
                    && act.passedOver().isPresent();
        } catch (UnreadableException e) {
            return false;
        }
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

    private List<ConsumerRecord<String, byte[]>> of(
            ConsumerRecords<String, byte[]> records, int partition) {
        return records.records(new TopicPartition(topic, partition));
    }

    private Read read(
            ConsumerRecords<String, byte[]> records,
            List<Held.At> ended,
            List<Envelope<E>> caughtUp) {
        Set<String> done = ended.stream().map(Held.At::streamId).collect(Collectors.toSet());
        Map<String, Held.At> begun = new LinkedHashMap<>();
        Map<String, List<ConsumerRecord<String, byte[]>>> missed = new HashMap<>();
        List<Envelope<E>> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            String streamId = Streams.of(record);
            var since = missed.get(streamId);
            if (since != null) {
                since.add(record);
            } else if (!done.contains(streamId) && !held.containsKey(streamId)) {
                try {
                    codec.event(record, position(record)).ifPresent(events::add);
                } catch (UnreadableException e) {
                    String why = String.valueOf(e.getMessage()).replace('\0', '\uFFFD');
                    begun.put(
                            streamId,
                            new Held.At(streamId, record.partition(), record.offset(), why));
                    missed.put(streamId, new ArrayList<>(List.of(record)));
                }
            }
        }
        // What is read long after it was written may have been passed over by now.
        missed.forEach((streamId, rest) ->
                events(rest)
                        .ifPresent(passed -> {
                            begun.remove(streamId);
                            events.addAll(passed);
                        }));
        begun.values()
                .forEach(at ->
                        LOG.errorf("The read model stops for %s: %s", at.streamId(), at.why()));
        return new Read(events, new Held(List.copyOf(begun.values()), ended, caughtUp));
    }

    /** Reads what the streams have had since, to the end of the batch. */
    private Read catchUp(ConsumerRecords<String, byte[]> records, List<Held.At> again) {
        List<Held.At> ended = new ArrayList<>();
        List<Envelope<E>> caughtUp = new ArrayList<>();
        try (var log = new Records(kafka, clock)) {
            for (Held.At at : again) {
                long to = of(records, at.partition()).getLast().offset() + 1;
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
