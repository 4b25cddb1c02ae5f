package daybook.eventlog.kafka;

import daybook.eventlog.Service;
import daybook.eventlog.shard.Contents;
import daybook.eventlog.shard.Incoming;
import daybook.eventlog.shard.Stored;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads parked commands back: from their place in the inbox, which keeps them. Those that an
 * earlier release has parked are searched for in the parking lot's topic, which has nothing else.
 */
public final class QueueContents<C> implements AutoCloseable {

    private final String service;
    private final CommandCodec<C> codec;
    private final Records records;

    public QueueContents(Service<C, ?, ?> service, Map<String, Object> kafka, InstantSource clock) {
        this.service = service.name();
        codec = new CommandCodec<>(service.commands());
        records = new Records(kafka, clock);
    }

    /**
     * A parked command as it came in.
     *
     * @param text of its value, whether it can be read as a command or not
     */
    public record Content<C>(Incoming<C> command, String type, String text) {}

    /** By command id; what is not found is left out. */
    public Map<String, Content<C>> read(int partition, Collection<Stored.Parked> queue) {
        Map<Boolean, List<Stored.Parked>> byPlace =
                queue.stream()
                        .collect(
                                Collectors.partitioningBy(
                                        parked -> parked.inboxOffset().isPresent()));
        Map<String, Content<C>> found = new HashMap<>();
        List<Long> offsets =
                byPlace.getOrDefault(true, List.of()).stream()
                        .flatMap(parked -> parked.inboxOffset().stream())
                        .toList();
        records.at(new TopicPartition(Topics.commands(service), partition), offsets)
                .forEach(record -> add(record, found));
        if (!byPlace.getOrDefault(false, List.of()).isEmpty()) {
            search(partition, byPlace.getOrDefault(false, List.of()), found);
        }
        return found;
    }

    private void search(int partition, List<Stored.Parked> queue, Map<String, Content<C>> found) {
        var lot = new TopicPartition(Topics.parked(service), partition);
        for (Stored.Parked parked : queue) {
            records.scan(
                            lot,
                            0,
                            records.end(lot),
                            record ->
                                    parked.key().streamId().equals(record.key())
                                            && Headers.text(record.headers(), Headers.ID)
                                                    .filter(parked.key().commandId()::equals)
                                                    .isPresent())
                    .forEach(record -> add(record, found));
        }
    }

    private void add(ConsumerRecord<String, byte[]> record, Map<String, Content<C>> found) {
        Incoming<C> command = codec.decode(record);
        found.put(
                command.headers().commandId(),
                new Content<>(
                        command,
                        Headers.text(record.headers(), Headers.TYPE).orElse(""),
                        text(record)));
    }

    static String text(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8);
    }

    /** As a shard asks for them. */
    public static <C> Contents<C> of(Map<String, Content<C>> read) {
        return parked ->
                Optional.ofNullable(read.get(parked.key().commandId())).map(Content::command);
    }

    @Override
    public void close() {
        records.close();
    }
}
