package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.kafka.ShardLoop;
import daybook.eventlog.kafka.ShardLoop.Life;
import daybook.eventlog.kafka.ShardSettings;
import daybook.eventlog.kafka.Topics;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Stored;
import daybook.eventlog.state.StateCache;
import daybook.eventlog.testing.Tally.Command.Add;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a shard says of itself, so that restoring, waiting and broken can be told apart. */
class ShardLifeTest {

    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Backing backing;

    @BeforeAll
    static void start() {
        backing = Backing.start("tally");
    }

    @AfterAll
    static void stop() {
        backing.close();
    }

    @Test
    void a_partition_that_is_read_back_is_seen_and_the_others_go_on() throws Exception {
        try (var log = new KafkaLog(backing, PARTITIONS);
                var stranger = transactional()) {
            log.stop("1");
            stranger.initTransactions();
            stranger.beginTransaction();
            stranger.send(new ProducerRecord<>(Topics.events(log.service()), 0, "k", new byte[0]))
                    .get();

            ShardLoop<?, ?, ?> loop = log.begin("1");
            await(() -> loop.status().restoring().size() == 1);

            assertThat(loop.status().life()).isEqualTo(Life.RESTORING);
            assertThat(loop.status().restoring()).containsExactly(new ShardLoop.Restoring(0, 0, 1));
            assertThat(loop.wasActive()).isFalse();
            assertThat(loop.isAlive()).isTrue();
            for (String stream : outsideOfPartitionZero()) {
                assertThat(log.submit(headers(stream), new Add(List.of(1))))
                        .isInstanceOf(Answer.Done.class);
            }
            assertThat(loop.status().restoring()).hasSize(1);

            stranger.abortTransaction();
            await(() -> loop.status().life() == Life.ACTIVE);
            assertThat(loop.wasActive()).isTrue();
        }
    }

    @Test
    void a_replica_that_ends_in_good_order_leaves_the_group_at_once() throws Exception {
        try (var log = new KafkaLog(backing, PARTITIONS);
                var admin = Admin.create(Map.of("bootstrap.servers", backing.kafka()))) {
            log.start("2");
            String group = log.service() + "-shard";
            assertThat(members(admin, group)).hasSize(2);

            log.stop("2");

            assertThat(members(admin, group)).hasSize(1);
        }
    }

    @Test
    void a_database_that_is_away_is_waited_for() throws Exception {
        var database =
                new Cache(() -> {
                    throw new IllegalStateException("away");
                });
        try (var loop = loop(backing.kafka(), database, InstantSource.system())) {
            loop.start();
            await(() -> loop.status().life() == Life.FAILED);

            assertThat(loop.status().trouble()).contains("away");
            assertThat(loop.wasActive()).isFalse();
            assertThat(loop.isAlive()).isTrue();

            database.behaviour = () -> {};
            await(() -> loop.status().life() == Life.ACTIVE);
            assertThat(loop.status().trouble()).isEmpty();
        }
    }

    @Test
    void a_broker_that_is_away_is_waited_for() throws Exception {
        try (var loop = loop("127.0.0.1:1", new Cache(() -> {}), InstantSource.system())) {
            loop.start();
            await(() -> loop.status().life() == Life.FAILED);

            assertThat(loop.isAlive()).isTrue();
        }
    }

    @Test
    void a_thread_that_hangs_is_not_alive_any_more() throws Exception {
        var asked = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var cache =
                new Cache(() -> {
                    asked.countDown();
                    Utils.closeQuietly(answered::await, "a hanging database");
                });
        var now = new Instant[] {Instant.EPOCH};
        try (var loop = loop(backing.kafka(), cache, () -> now[0])) {
            loop.start();
            asked.await();

            now[0] = now[0].plus(Duration.ofMinutes(4));
            assertThat(loop.isAlive()).isTrue();
            now[0] = now[0].plus(Duration.ofMinutes(1));
            assertThat(loop.isAlive()).isFalse();

            answered.countDown();
            await(loop::isAlive);
        }
    }

    @Test
    void a_thread_that_has_died_is_not_alive_any_more() throws Exception {
        var cache =
                new Cache(() -> {
                    throw new NoClassDefFoundError("as a broken deployment gives");
                });
        try (var loop = loop(backing.kafka(), cache, InstantSource.system())) {
            assertThat(loop.isAlive()).isTrue();
            loop.start();

            await(() -> !loop.isAlive());
        }
    }

    /** A database that has nothing, and is as well as a test wants it. */
    private static final class Cache implements StateCache<Tally.State> {

        private volatile Runnable behaviour;

        Cache(Runnable behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public Optional<Long> checkpoint(int partition) {
            behaviour.run();
            return Optional.empty();
        }

        @Override
        public List<Stored.Stream<Tally.State>> streams(Collection<String> streamIds) {
            return List.of();
        }

        @Override
        public List<Stored.Seen> answers(Collection<Stored.CommandKey> commands) {
            return List.of();
        }

        @Override
        public List<Stored.Due> deadlines(int partition) {
            return List.of();
        }

        @Override
        public List<Stored.Waiting> waiting(int partition) {
            return List.of();
        }

        @Override
        public List<Stored.Reread<Tally.State>> rereads(int partition) {
            return List.of();
        }

        @Override
        public void save(Collection<Stored.Changes<Tally.State>> changes) {}
    }

    private static ShardLoop<?, ?, ?> loop(
            String kafka, StateCache<Tally.State> cache, InstantSource clock) throws Exception {
        String name = "tally-" + UUID.randomUUID();
        if (kafka.equals(backing.kafka())) {
            try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
                admin.createTopics(Topics.plan(name, PARTITIONS, (short) 1, 1)).all().get();
            }
        }
        return new ShardLoop<>(
                Tally.service(name),
                cache,
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "default.api.timeout.ms",
                        2_000,
                        "request.timeout.ms",
                        1_000),
                new ShardSettings("1", 100, 1_000, Duration.ofMillis(100), Duration.ofSeconds(6)),
                clock);
    }

    private static KafkaProducer<String, byte[]> transactional() {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", backing.kafka());
        config.put("transactional.id", "stranger-" + UUID.randomUUID());
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static Collection<?> members(Admin admin, String group) throws Exception {
        return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .flatMap(description -> description.members().stream())
                .toList();
    }

    private static List<String> outsideOfPartitionZero() {
        return IntStream.range(0, 20)
                .mapToObj(i -> "s" + i)
                .filter(key -> {
                    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                    return Utils.toPositive(Utils.murmur2(bytes)) % PARTITIONS != 0;
                })
                .toList();
    }

    private static CommandHeaders headers(String stream) {
        return new CommandHeaders(
                stream,
                "c",
                "correlation",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited %s in vain".formatted(PATIENCE));
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
