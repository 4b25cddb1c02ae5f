package daybook.bench;

import daybook.contracts.inventory.InventoryEvent;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.EntryCodec;
import daybook.eventlog.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a service's log holds, read from the broker. */
final class Events {

    private final EntryCodec<InventoryEvent> codec;
    private final Map<String, List<InventoryEvent>> events = new HashMap<>();
    private long count;
    private long bytes;
    private final Set<String> commands = new HashSet<>();

    Events(Lab lab, Service<?, ?, InventoryEvent> service) {
        codec = new EntryCodec<>(service.name(), service.events());
        Map<String, Object> config =
                Map.of("bootstrap.servers", lab.bootstrap(), "isolation.level", "read_committed");
        try (var consumer =
                new KafkaConsumer<>(
                        config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(
                    IntStream.range(0, Lab.PARTITIONS)
                            .mapToObj(p -> new TopicPartition(Topics.events(service.name()), p))
                            .toList());
            consumer.seekToBeginning(consumer.assignment());
            var ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::take);
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        count++;
        bytes += entry.serializedKeySize() + entry.serializedValueSize();
        for (var header : entry.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        byte[] command = entry.headers().lastHeader("daybook-command").value();
        codec.event(entry, new Position(entry.partition(), entry.offset()))
                .ifPresent(event ->
                        events.computeIfAbsent(event.streamId(), _ -> new ArrayList<>())
                                .add(event.event()));
        commands.add(entry.key() + " " + new String(command, StandardCharsets.UTF_8));
    }

    List<InventoryEvent> of(String stream) {
        return events.getOrDefault(stream, List.of());
    }

    long count() {
        return count;
    }

    long distinctCommands() {
        return commands.size();
    }

    /** Key, value and headers. */
    double meanBytes() {
        return (double) bytes / count;
    }
}
