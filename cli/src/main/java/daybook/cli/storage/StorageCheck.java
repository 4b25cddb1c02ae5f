package daybook.cli.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.local.EmbeddedKafka;
import daybook.local.LocalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** Writes sampled entries to a broker of its own and holds the arithmetic against what happens. */
final class StorageCheck implements AutoCloseable {

    private static final int RECORDS = 5_000;
    private static final int SCANS = 5;
    private static final int POINT_READS = 400;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<CompressionType> CODECS =
            List.of(CompressionType.NONE, CompressionType.LZ4, CompressionType.ZSTD);

    private final Path directory;
    private final EmbeddedKafka kafka;

    /**
     * Bytes for each record on the broker's disk, marks included.
     *
     * @param predicted as the plan has it
     */
    record Size(CompressionType codec, double predicted, double measured) {}

    record Result(int batch, List<Size> sizes, Machine machine) {}

    StorageCheck() throws InterruptedException {
        try {
            directory = Files.createTempDirectory("daybook-plan");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    /**
     * @param log whose records are written again and again, in batches of the size that they have
     */
    Result run(TopicSample log, Consumer<String> progress) throws IOException {
        int batch = (int) Math.round(log.batchRecords());
        List<Size> sizes = new ArrayList<>();
        try (var sampler = new LogSampler(kafka.bootstrapServers())) {
            for (CompressionType codec : CODECS) {
                progress.accept("writing entries, compression " + codec.name);
                String topic = "check-" + codec.name;
                // The records keep their times, which may be long ago.
                kafka.createTopics(
                        List.of(
                                new NewTopic(topic, 1, (short) 1)
                                        .configs(Map.of("retention.ms", "-1"))));
                write(topic, codec, log.records(), batch);
                sizes.add(
                        new Size(
                                codec,
                                Encodings.bytesPerRecord(repeated(log.records()), codec, batch)
                                        + (double) Encodings.MARK_BYTES / batch,
                                (double) sampler.diskBytes().getOrDefault(topic, 0L) / RECORDS));
            }
        }
        progress.accept("reading");
        try (var consumer = LogSampler.consumer(kafka.bootstrapServers())) {
            var place = new TopicPartition("check-" + CompressionType.ZSTD.name, 0);
            consumer.assign(List.of(place));
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            return new Result(
                    batch,
                    sizes,
                    new Machine(
                            scanned(consumer, place, end),
                            pointReadMillis(consumer, place, end),
                            Machine.ASSUMED.commandsPerSecond()));
        }
    }

    private static List<SimpleRecord> repeated(List<SimpleRecord> sample) {
        List<SimpleRecord> records = new ArrayList<>(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            records.add(sample.get(i % sample.size()));
        }
        return records;
    }

    /** A transaction for each batch, as the shards do it. */
    private void write(String topic, CompressionType codec, List<SimpleRecord> sample, int batch) {
        try (var producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "transactional.id",
                                topic,
                                "compression.type",
                                codec.name,
                                "batch.size",
                                1_000_000,
                                "linger.ms",
                                1_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.initTransactions();
            List<SimpleRecord> records = repeated(sample);
            for (int from = 0; from < RECORDS; from += batch) {
                producer.beginTransaction();
                records.subList(from, Math.min(RECORDS, from + batch))
                        .forEach(record ->
                                producer.send(
                                        new ProducerRecord<>(
                                                topic,
                                                0,
                                                record.timestamp(),
                                                Utils.toNullableArray(record.key()),
                                                Utils.toNullableArray(record.value()),
                                                Arrays.asList(record.headers()))));
                producer.commitTransaction();
            }
        }
    }

    /**
     * Entries a second, read and parsed; the best of several times, as what is cold is not meant.
     */
    private static double scanned(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, long end)
            throws IOException {
        double best = 0;
        for (int scan = 0; scan < SCANS; scan++) {
            long began = System.nanoTime();
            long read = 0;
            consumer.seek(place, 0);
            while (consumer.position(place) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    JSON.readTree(record.value());
                    read++;
                }
            }
            best = Math.max(best, read / ((System.nanoTime() - began) / 1e9));
        }
        return best;
    }

    /** The median. */
    private static double pointReadMillis(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition place, long end) {
        var random = new Random(1);
        double[] millis = new double[POINT_READS];
        for (int i = 0; i < POINT_READS; i++) {
            long began = System.nanoTime();
            consumer.seek(place, random.nextLong(end - 1));
            while (consumer.poll(POLL).isEmpty()) {
                // The place of a mark: the next one is as good.
            }
            millis[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        return millis[POINT_READS / 2];
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        LocalFiles.deleteTree(directory);
    }
}
