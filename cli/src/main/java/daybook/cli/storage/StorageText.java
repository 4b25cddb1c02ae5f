package daybook.cli.storage;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.SimpleRecord;

/** A plan as people read it. */
final class StorageText {

    private static final int MILLION = 1_000_000;
    private static final List<Duration> CHECKPOINTS =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofMinutes(1));
    private static final int LOCAL_DAYS = 30;

    private final StoragePlan plan;
    private final PrintWriter out;

    StorageText(StoragePlan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    void sizes() {
        out.printf("%nA million orders%n");
        out.printf("  %-22s %12s %12s %12s%n", "topic", "records", "one copy", "bytes each");
        for (PerOrder order : plan.orders()) {
            if (order.records() > 0) {
                out.printf(
                        "  %-22s %12s %12s %12.0f%n",
                        order.topic(),
                        count(order.records() * MILLION),
                        bytes(order.diskBytes() * MILLION),
                        order.diskBytes() / order.records());
            }
        }
        out.printf("  %-22s %12s %12s%n", "Kafka", "", bytes(plan.diskBytesPerOrder() * MILLION));
        if (plan.databaseBytes() > 0) {
            out.printf(
                    "  %-22s %12s %12s  (a cache of the log and the rows that are read)%n",
                    "PostgreSQL", "", bytes(plan.databaseBytes() * MILLION));
        }
    }

    /** What the entries of a log take in each form, in batches as they are and in larger ones. */
    void encodings(List<TopicSample> samples) {
        out.printf("%nBytes for each entry of the logs, by payload format and compression%n");
        out.printf("  %-34s", "");
        Encodings.CODECS.forEach(codec -> out.printf(" %8s", codec.name));
        out.println();
        List<TopicSample> logs =
                samples.stream().filter(sample -> sample.topic().endsWith(".events")).toList();
        encoding("JSON, batches as they are", logs, false, 0);
        encoding("CBOR, batches as they are", logs, true, 0);
        encoding("JSON, batches of 100", logs, false, 100);
        encoding("CBOR, batches of 100", logs, true, 100);
        logs.stream()
                .filter(log -> !log.records().isEmpty())
                .forEach(log ->
                        out.printf(
                                "  %s has %.1f entries in a batch%n",
                                log.topic(), log.batchRecords()));
    }

    private void encoding(String name, List<TopicSample> logs, boolean cbor, int batch) {
        out.printf("  %-34s", name);
        double records = logs.stream().mapToDouble(TopicSample::recordCount).sum();
        for (CompressionType codec : Encodings.CODECS) {
            double bytes = 0;
            for (TopicSample log : logs) {
                List<SimpleRecord> entries = cbor ? Encodings.asCbor(log.records()) : log.records();
                int size = batch > 0 ? batch : (int) Math.round(log.batchRecords());
                bytes += Encodings.bytesPerRecord(entries, codec, size) * log.recordCount();
            }
            out.printf(" %8.0f", bytes / records);
        }
        out.println();
    }

    void load() {
        var load = plan.load();
        out.printf(
                "%n%s orders a day for %s years, %d copies, a peak of %s times the average%n",
                count(load.ordersPerDay()),
                number(load.years()),
                load.copies(),
                number(load.peak()));
        out.printf("  on all brokers at the end    %s%n", bytes(plan.totalDiskBytes()));
        out.printf(
                "  with a tier after %d days    %s on the brokers, %s in the tier%n",
                LOCAL_DAYS, bytes(plan.localBytes(LOCAL_DAYS)), bytes(plan.tierBytes(LOCAL_DAYS)));
        out.printf(
                "  the busiest inbox            %s commands a second at the peak: %d replica(s)%n",
                count(plan.busiestCommandsPerSecond()), plan.replicas());
        out.printf(
                "  partitions                   %d (they cannot be added later; room for three times the replicas)%n",
                plan.partitions());
    }

    void recovery() {
        out.printf("%nRecovery%n");
        for (Duration every : CHECKPOINTS) {
            out.printf(
                    "  checkpoints every %-10s a killed replica reads back for %s%n",
                    seconds(every.toMillis() / 1e3), seconds(plan.recoverySeconds(every)));
        }
        out.printf(
                "  no checkpoint at all         the largest log is read back in %s at the end%n",
                seconds(plan.rebuildSeconds()));
    }

    void queries() {
        out.printf("%nQueries, when all of it is there%n");
        out.printf(
                "  %-8s %-44s %8s %8s %12s %12s %14s%n",
                "", "", "lookups", "reads", "scanned", "one takes", "a day's take");
        for (Query query : Query.values()) {
            Query.Cost cost = plan.cost(query);
            out.printf(
                    "  %-8s %-44s %8.0f %8.0f %12s %12s %14s%n",
                    query.code(),
                    query.question,
                    cost.lookups(),
                    cost.pointReads(),
                    count(cost.scanned()),
                    seconds(cost.seconds(plan.machine())),
                    plan.load().queries().containsKey(query)
                            ? seconds(plan.secondsADay(query))
                            : "");
        }
    }

    static String bytes(double bytes) {
        double value = bytes;
        for (String unit : List.of("B", "kB", "MB", "GB", "TB")) {
            if (value < 1_000) {
                return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, unit);
            }
            value /= 1_000;
        }
        return String.format(Locale.ROOT, "%.0f PB", value);
    }

    static String count(double count) {
        return count >= MILLION
                ? String.format(Locale.ROOT, "%,.1f M", count / MILLION)
                : String.format(Locale.ROOT, count < 10 ? "%.1f" : "%,.0f", count);
    }

    private static String number(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.valueOf(number);
    }

    static String seconds(double seconds) {
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.1f ms", seconds * 1e3);
        }
        if (seconds < 600) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds < 36_000
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.0f h", seconds / 3_600);
    }
}
