package daybook.eventlog.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The Kafka clients of the shard's loop, with the settings that its guarantees rest on. */
final class Clients {

    /**
     * A member learns from the answer to its heartbeat that partitions are to move, so this is how
     * long they are nobody's when a replica comes or goes.
     */
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    /**
     * For how long the broker may hold back an answer to a reader who knows where the log ends.
     * Beyond the end nothing comes, and a client that is closed waits for the answer to the fetch
     * that it sent ahead: with the default of 500 ms that was most of a shard's start.
     */
    private static final int NO_WAIT_MILLIS = 10;

    private Clients() {}

    /** The inbox: offsets are committed by the producer's transactions only. */
    static KafkaConsumer<String, byte[]> inbox(
            Map<String, Object> kafka, String service, ShardSettings settings) {
        Map<String, Object> config = reader(kafka);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, service + "-shard");
        // A replica that restarts gets its partitions back at once instead of after a time-out.
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member(service, settings.instance()));
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        config.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                (int) settings.sessionTimeout().toMillis());
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
        return new KafkaConsumer<>(config);
    }

    /** Reads what is committed, from where it is told to, in no group. */
    static KafkaConsumer<String, byte[]> log(Map<String, Object> kafka) {
        Map<String, Object> config = rangeReader(kafka);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return new KafkaConsumer<>(config);
    }

    /** Reads what is committed, from where it is told to, and waits at the end for more. */
    static KafkaConsumer<String, byte[]> follower(Map<String, Object> kafka, int batchRecords) {
        Map<String, Object> config = reader(kafka);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchRecords);
        return new KafkaConsumer<>(config);
    }

    /** Reads a few committed records here and there, in no group. */
    static KafkaConsumer<String, byte[]> lookup(Map<String, Object> kafka) {
        Map<String, Object> config = rangeReader(kafka);
        // What comes with the one that is wanted; a batch is read whole in any case.
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 65_536);
        return new KafkaConsumer<>(config);
    }

    static KafkaProducer<String, byte[]> transactional(
            Map<String, Object> kafka, String service, ShardSettings settings) {
        Map<String, Object> config = writer(kafka);
        // A restart fences the transaction that a killed run of the same replica left open.
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, member(service, settings.instance()));
        config.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                (int) settings.sessionTimeout().toMillis());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
        // Measured: the default of 100 ms shows as pauses between transactions.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        return new KafkaProducer<>(config);
    }

    /** Tells callers what they may as well ask for again, so without the cost of being sure. */
    static KafkaProducer<String, byte[]> answers(Map<String, Object> kafka) {
        Map<String, Object> config = writer(kafka);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        config.put(ProducerConfig.ACKS_CONFIG, "1");
        return new KafkaProducer<>(config);
    }

    private static Map<String, Object> writer(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        config.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return config;
    }

    /** Of ranges whose ends it is told. */
    private static Map<String, Object> rangeReader(Map<String, Object> kafka) {
        Map<String, Object> config = reader(kafka);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, NO_WAIT_MILLIS);
        return config;
    }

    private static Map<String, Object> reader(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
        config.put(
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return config;
    }

    private static String member(String service, String instance) {
        return service + "-shard-" + instance;
    }
}
