package daybook.eventlog.kafka;

import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Entry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/** Reads single events of a service's log. One at a time; the client is kept between calls. */
public final class LogLookup<E> implements AutoCloseable {

    private final String topic;
    private final EntryCodec<E> codec;
    private final Records records;

    public LogLookup(Service<?, ?, E> service, Map<String, Object> kafka, InstantSource clock) {
        topic = Topics.events(service.name());
        codec = new EntryCodec<>(service.name(), service.events());
        records = new Records(kafka, clock);
    }

    /**
     * The partition in which all of a stream's events stand.
     *
     * @throws LogUnavailableException like all that asks the log
     */
    public int partition(String streamId) {
        return BuiltInPartitioner.partitionForKey(
                streamId.getBytes(StandardCharsets.UTF_8), records.partitions(topic));
    }

    /** Where the partition's committed part ends. */
    public long end(int partition) {
        return records.end(place(partition));
    }

    /**
     * The events at these offsets of the partition.
     *
     * @throws UnreadableException if a record is no entry of this service's log
     */
    public List<Envelope<E>> at(int partition, Collection<Long> offsets) {
        return events(records.at(place(partition), offsets));
    }

    /** A stream's events in a part of the partition, of which nothing else is known. */
    public List<Envelope<E>> scan(int partition, long from, long to, String streamId) {
        return events(
                records.scan(place(partition), from, to, record -> streamId.equals(record.key())));
    }

    /**
     * The entry at a position, if there is one.
     *
     * @throws UnreadableException if it is no entry of this service's log
     */
    public Optional<Entry<E>> entry(Position position) {
        return records.at(place(position.partition()), Set.of(position.offset())).stream()
                .findFirst()
                .map(codec::decode);
    }

    /** What stands at a position, if anything does, as text. */
    public Optional<String> text(Position position) {
        return records.at(place(position.partition()), Set.of(position.offset())).stream()
                .findFirst()
                .map(QueueContents::text);
    }

    private List<Envelope<E>> events(List<ConsumerRecord<String, byte[]>> found) {
        return found.stream()
                .flatMap(record ->
                        codec
                                .event(record, new Position(record.partition(), record.offset()))
                                .stream())
                .toList();
    }

    private TopicPartition place(int partition) {
        return new TopicPartition(topic, partition);
    }

    @Override
    public void close() {
        records.close();
    }
}
