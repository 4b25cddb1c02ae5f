package daybook.order.http;

import daybook.eventlog.testing.BackingResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A backing whose log and inbox hold what the first release wrote: an order that is booked, and one
 * whose booking waits in the inbox.
 */
public final class OldLog implements QuarkusTestResourceLifecycleManager {

    static final String BOOKED = "booked-before";
    static final String WAITING = "booking-waits";

    private static final String TIME = "2026-01-31T12:00:00Z";
    private static final String FAR = "2099-01-01T00:00:00Z";

    /** Type and payload, byte for byte. */
    private record Written(String type, String json) {}

    private static final List<Written> ON_THE_WAY =
            List.of(
                    new Written(
                            "order-placed",
                            """
                            {"customerId":"oldest","currency":"GBP","lines":[{"line":1,"sku":"85123A","quantity":10,"unitPriceMinor":255}],"shipTo":{"name":"Alice Example","street":"1 High Street","city":"London","postcode":"N1 9GU","country":"GB"},"paymentMethod":"pm_card_visa","totalMinor":2550,"reserveBy":"%s"}\
                            """
                                    .formatted(FAR)),
                    new Written("line-reserved", "{\"line\":1}"),
                    new Written("order-reserved", "{\"authoriseBy\":\"%s\"}".formatted(FAR)),
                    new Written("order-authorised", "{\"bookBy\":\"%s\"}".formatted(FAR)));
    private static final Written THE_BOOKING =
            new Written(
                    "order-booked",
                    "{\"trackingCode\":\"EZ1\",\"dispatchBy\":\"%s\"}".formatted(FAR));

    private final BackingResource backing = new BackingResource();

    @Override
    public void init(Map<String, String> arguments) {
        backing.init(arguments);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> config = backing.start();
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", config.get("kafka.bootstrap.servers"));
        try (var producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
            for (String order : List.of(BOOKED, WAITING)) {
                for (int i = 0; i < ON_THE_WAY.size(); i++) {
                    producer.send(event(order, i + 1, ON_THE_WAY.get(i)));
                }
            }
            producer.send(event(BOOKED, ON_THE_WAY.size() + 1, THE_BOOKING));
            producer.send(
                    command(WAITING, new Written("confirm-booking", "{\"trackingCode\":\"EZ2\"}")));
        }
        return config;
    }

    private static ProducerRecord<String, String> event(String order, int version, Written event) {
        var record = new ProducerRecord<>("order.events", order, event.json());
        headers(record, order + "/" + version, event.type(), TIME);
        put(record, "daybook-kind", "event");
        put(record, "daybook-version", Integer.toString(version));
        put(record, "daybook-schema", "1");
        put(record, "daybook-command", "command-" + version);
        return record;
    }

    /** Commands had no version then. Given now: the order's next wait is counted from there. */
    private static ProducerRecord<String, String> command(String order, Written command) {
        var record = new ProducerRecord<>("order.commands", order, command.json());
        headers(
                record,
                "shipping/" + order + "/2#0",
                command.type(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return record;
    }

    private static void headers(
            ProducerRecord<String, String> record, String id, String type, String time) {
        put(record, "ce_specversion", "1.0");
        put(record, "ce_id", id);
        put(record, "ce_source", "/daybook/order");
        put(record, "ce_type", type);
        put(record, "ce_time", time);
        put(record, "ce_subject", record.key());
        put(record, "content-type", "application/json");
        put(record, "daybook-correlation", "old");
    }

    private static void put(ProducerRecord<String, String> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void stop() {
        backing.stop();
    }
}
