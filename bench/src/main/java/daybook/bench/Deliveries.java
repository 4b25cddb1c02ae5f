package daybook.bench;

import daybook.contracts.inventory.InventoryCommand.ReceiveStock;
import daybook.eventlog.kafka.CommandCodec;
import daybook.eventlog.shard.CommandHeaders;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Commands of an inventory's inbox, each of which leads to one event. */
final class Deliveries {

    static final int COMMAND_BYTES = 300;

    private final String service;
    private final Random random;

    /**
     * @param seed which deliveries it is
     */
    Deliveries(String service, long seed) {
        this.service = service;
        random = new Random(seed);
    }

    /** As another service's shard sends it. */
    ProducerRecord<String, byte[]> to(String stream) {
        String cause = "order/" + new UUID(random.nextLong(), random.nextLong()) + "/1";
        var headers =
                new CommandHeaders(
                        stream,
                        cause + "#0",
                        new UUID(random.nextLong(), random.nextLong()).toString(),
                        Optional.of(cause),
                        Optional.of(traceparent()),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now());
        return CommandCodec.encode(
                "order",
                Inventory.named(service).inbox().message(stream, new ReceiveStock(1, text())),
                headers);
    }

    private String traceparent() {
        return "00-%016x%016x-%016x-01"
                .formatted(random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** Makes the command as long as wanted, of what does not compress to nothing. */
    private String text() {
        int length = COMMAND_BYTES - "{\"quantity\":1,\"reference\":\"\"}".length();
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(Long.toString(random.nextLong() & Long.MAX_VALUE, 36));
        }
        return text.substring(0, length);
    }

    /** Faster than a shard can take them. */
    static KafkaProducer<String, byte[]> producer(Lab lab) {
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers",
                        lab.bootstrap(),
                        "acks",
                        "all",
                        "compression.type",
                        "zstd",
                        "linger.ms",
                        20,
                        "batch.size",
                        131_072,
                        "max.in.flight.requests.per.connection",
                        1);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** How many commands of the inbox are taken, in committed transactions. */
    static long taken(Lab lab, String service) {
        return Lab.ask(
                        lab.admin()
                                .listConsumerGroupOffsets(service + "-shard")
                                .partitionsToOffsetAndMetadata())
                .values()
                .stream()
                .filter(java.util.Objects::nonNull)
                .mapToLong(offset -> offset.offset())
                .sum();
    }
}
