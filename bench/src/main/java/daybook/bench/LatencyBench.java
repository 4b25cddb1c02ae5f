package daybook.bench;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryCommand.ReceiveStock;
import daybook.eventlog.shard.Answer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long one durable command takes with nothing else going on: from giving it to its answer,
 * which comes when it is decided and committed. Against one record in a transaction, and one record
 * acknowledged by all replicas.
 */
final class LatencyBench implements Benchmark {

    private static final String SERVICE = "latency";
    private static final String TOPIC = "latency-baseline";
    private static final int ROUNDS = 3;
    private static final int RECORD_BYTES = 300;

    /**
     * One after the other, so that clients and broker are compiled too by the time that is
     * measured: in the first thousand each takes three times as long as later.
     */
    private static final int WARM_UP = 4_000;

    private static final long ANSWER_LIMIT_SECONDS = 120;

    private final long nanosEach;

    LatencyBench(int seconds) {
        nanosEach = seconds * 1_000_000_000L / ROUNDS;
    }

    @Override
    public String name() {
        return "latency";
    }

    /** One act that is waited for. */
    private interface Act {
        void run() throws ExecutionException, InterruptedException, TimeoutException;
    }

    @Override
    public Result run(Progress progress) throws InterruptedException, IOException {
        var command = new Histogram(3);
        var transaction = new Histogram(3);
        var produce = new Histogram(3);
        var service = Inventory.named(SERVICE);
        try (var lab = new Lab(List.of(SERVICE))) {
            lab.prepare(SERVICE);
            lab.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)));
            try (var shard = lab.shard(SERVICE);
                    var client = new Client<>(lab, service);
                    var transactional = producer(lab, Map.of("transactional.id", TOPIC));
                    var plain = producer(lab, Map.of())) {
                transactional.initTransactions();
                Act give = () -> give(client);
                Act transact = () -> transact(transactional);
                Act send = () -> send(plain).get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
                progress.at("warming up");
                for (Act act : List.of(give, transact, send)) {
                    for (int i = 0; i < WARM_UP; i++) {
                        act.run();
                    }
                }
                for (int round = 1; round <= ROUNDS; round++) {
                    progress.at("round %d of %d".formatted(round, ROUNDS));
                    measure(command, give);
                    measure(transaction, transact);
                    measure(produce, send);
                    shard.check();
                }
            } catch (ExecutionException | TimeoutException e) {
                throw new BenchFailure("an answer did not come: " + e, e);
            }
        }
        var result = new Result(name());
        result.ratioAtMost(
                "a durable command (p50), in bare transactions",
                (double) command.getValueAtPercentile(50) / transaction.getValueAtPercentile(50),
                Optional.of(2.0));
        result.ratioAtMost(
                "a durable command (p50), in bare produces with acks=all",
                (double) command.getValueAtPercentile(50) / produce.getValueAtPercentile(50),
                Optional.empty());
        result.detail("durable command, send to answer   " + line(command));
        result.detail("bare transaction of one record    " + line(transaction));
        result.detail("bare produce of one record        " + line(produce));
        return result;
    }

    private void measure(Histogram histogram, Act act)
            throws ExecutionException, InterruptedException, TimeoutException {
        long limit = System.nanoTime() + nanosEach;
        for (long began = System.nanoTime(); began < limit; began = System.nanoTime()) {
            act.run();
            histogram.recordValue(System.nanoTime() - began);
        }
    }

    private static void give(Client<InventoryCommand> client) throws InterruptedException {
        Answer answer =
                client.await(client.ask("sku", new ReceiveStock(1, "x".repeat(RECORD_BYTES))));
        if (!(answer instanceof Answer.Done)) {
            throw new BenchFailure("a receipt was answered " + answer);
        }
    }

    private static void transact(KafkaProducer<String, byte[]> producer) {
        producer.beginTransaction();
        send(producer);
        producer.commitTransaction();
    }

    private static java.util.concurrent.Future<?> send(KafkaProducer<String, byte[]> producer) {
        return producer.send(new ProducerRecord<>(TOPIC, "sku", new byte[RECORD_BYTES]));
    }

    private static KafkaProducer<String, byte[]> producer(Lab lab, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", lab.bootstrap());
        config.put("acks", "all");
        config.put("linger.ms", 0);
        config.put("retry.backoff.ms", 5);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static String line(Histogram nanos) {
        return "p50 %6.2f ms, p99 %6.2f ms (%,d measured)"
                .formatted(
                        nanos.getValueAtPercentile(50) / 1e6,
                        nanos.getValueAtPercentile(99) / 1e6,
                        nanos.getTotalCount());
    }
}
