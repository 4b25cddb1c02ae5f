package daybook.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Commands decided and durably logged for each second of CPU, against Kafka's own transactional
 * producer benchmark. The inbox is filled before the clock starts.
 */
final class LogBench implements Benchmark {

    private static final String FRESH = "fresh";
    private static final String HOT = "hot";
    private static final int HOT_STREAMS = 1_000;
    private static final String TRANSACTION_MILLIS = "20";
    private static final int LIMIT_SECONDS = 120;

    private static final int ROUNDS = 3;

    /** All commands of a round are in memory before the first is sent. */
    private static final int MOST_SECONDS = 20;

    private final int commands;
    private final int records;

    LogBench(int seconds) {
        // About what a machine of two cores does in the time.
        commands = Math.min(seconds, MOST_SECONDS) * 20_000;
        records = seconds * 100_000;
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public Result run(Progress progress) throws InterruptedException, IOException {
        List<Window> producer = new ArrayList<>();
        List<Window> fresh = new ArrayList<>();
        List<Window> hot = new ArrayList<>();
        double entryBytes = Deliveries.COMMAND_BYTES;
        try (var lab = new Lab(List.of(FRESH, HOT))) {
            lab.prepare(FRESH);
            lab.prepare(HOT);
            // They live through all rounds: what they compile and load is not counted as work.
            try (var freshShard = lab.shard(FRESH);
                    var hotShard = lab.shard(HOT)) {
                for (int round = 0; round <= ROUNDS; round++) {
                    String at = round == 0 ? "warming up" : "round " + round + " of " + ROUNDS;
                    progress.at("fresh streams, " + at);
                    measured(
                            fresh,
                            daybook(lab, freshShard, FRESH, round, Integer.MAX_VALUE),
                            progress);
                    progress.at("hot streams, " + at);
                    measured(hot, daybook(lab, hotShard, HOT, round, HOT_STREAMS), progress);
                    if (round == 0) {
                        entryBytes = new Events(lab, Inventory.named(FRESH)).meanBytes();
                    } else {
                        progress.at("Kafka's producer, " + at);
                        measured(
                                producer,
                                producer(lab, "baseline" + round, (int) entryBytes),
                                progress);
                    }
                }
            }
            progress.at("counting");
            checkEveryCommandOnce(lab, FRESH);
            checkEveryCommandOnce(lab, HOT);
        }
        return result(
                Stats.middle(producer),
                Stats.middle(fresh.subList(1, fresh.size())),
                Stats.middle(hot.subList(1, hot.size())),
                entryBytes);
    }

    private static void measured(List<Window> windows, Window window, Progress progress) {
        windows.add(window);
        progress.at("  " + line(window));
    }

    private Result result(Window producer, Window fresh, Window hot, double entryBytes) {
        var result = new Result(name());
        for (var one : List.of(Map.entry("fresh streams", fresh), Map.entry("hot streams", hot))) {
            result.ratio(
                    one.getKey() + ": commands per CPU-second of the client, of the producer's",
                    producer.microsEach("client") / one.getValue().microsEach("client"),
                    Optional.of(0.3));
            result.ratio(
                    one.getKey() + ": the same, with the CPU of broker and PostgreSQL",
                    producer.microsEach() / one.getValue().microsEach(),
                    Optional.empty());
        }
        result.detail(
                "entries of %.0f bytes with headers (command %d bytes), records of the producer as large"
                        .formatted(entryBytes, Deliveries.COMMAND_BYTES));
        result.detail("Kafka's producer  " + line(producer));
        result.detail("fresh streams     " + line(fresh));
        result.detail("hot streams       " + line(hot));
        return result;
    }

    private static String line(Window window) {
        return "%,9.0f/s   CPU µs each: client %5.1f, broker %5.1f, postgres %5.1f"
                .formatted(
                        window.perSecond(),
                        window.microsEach("client"),
                        window.microsEach("broker"),
                        window.microsEach("postgres"));
    }

    /** What the shard does with the commands that are left when all are in its inbox. */
    private Window daybook(Lab lab, Child shard, String service, int round, int streams)
            throws InterruptedException {
        fill(lab, service, round, streams);
        long all = (round + 1L) * commands;
        return Window.watch(
                shard,
                lab.processes("client", shard.handle()),
                () -> Deliveries.taken(lab, service),
                0,
                all,
                LIMIT_SECONDS);
    }

    /** Faster than the shard can take them. */
    private void fill(Lab lab, String service, int round, int streams) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(commands);
        var deliveries = new Deliveries(service, round);
        for (int i = round * commands; i < (round + 1) * commands; i++) {
            records.add(deliveries.to("sku-" + i % streams));
        }
        try (var producer = Deliveries.producer(lab)) {
            records.forEach(producer::send);
        }
    }

    private Window producer(Lab lab, String topic, int recordBytes)
            throws InterruptedException, IOException {
        lab.createTopics(List.of(new NewTopic(topic, Lab.PARTITIONS, (short) 1)));
        try (var child =
                Child.start(
                        lab.log(topic),
                        "org.apache.kafka.tools.ProducerPerformance",
                        Map.of(),
                        "--topic",
                        topic,
                        "--num-records",
                        Integer.toString(records),
                        "--record-size",
                        Integer.toString(recordBytes),
                        "--throughput",
                        "-1",
                        "--transactional-id",
                        topic,
                        "--transaction-duration-ms",
                        TRANSACTION_MILLIS,
                        "--producer-props",
                        "bootstrap.servers=" + lab.bootstrap(),
                        "acks=all",
                        "batch.size=131072",
                        "linger.ms=0",
                        "retry.backoff.ms=5")) {
            return Window.watch(
                    child,
                    lab.processes("client", child.handle()),
                    () -> written(lab, topic),
                    records / 2,
                    records,
                    LIMIT_SECONDS);
        }
    }

    /** Offsets, so the few markers of transactions count as well. */
    private static long written(Lab lab, String topic) {
        var ends =
                partitions(topic).stream()
                        .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
        return Lab.ask(lab.admin().listOffsets(ends).all()).values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private static List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Lab.PARTITIONS)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
    }

    /** A run that lost or doubled something has no figure. */
    private void checkEveryCommandOnce(Lab lab, String service) {
        long taken = Deliveries.taken(lab, service);
        var events = new Events(lab, Inventory.named(service));
        if (events.count() != taken || events.distinctCommands() != taken) {
            throw new BenchFailure(
                    "%d commands were taken, but the log has %d entries of %d commands"
                            .formatted(taken, events.count(), events.distinctCommands()));
        }
    }
}
