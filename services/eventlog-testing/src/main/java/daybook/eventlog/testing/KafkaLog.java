package daybook.eventlog.testing;

import daybook.eventlog.Envelope;
import daybook.eventlog.Message;
import daybook.eventlog.Position;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.AnswerCodec;
import daybook.eventlog.kafka.Chain;
import daybook.eventlog.kafka.CommandCodec;
import daybook.eventlog.kafka.EntryCodec;
import daybook.eventlog.kafka.Headers;
import daybook.eventlog.kafka.ShardLoop;
import daybook.eventlog.kafka.ShardSettings;
import daybook.eventlog.kafka.Topics;
import daybook.eventlog.serde.UnreadableException;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import daybook.eventlog.shard.Control;
import daybook.eventlog.shard.Entry;
import daybook.eventlog.state.JdbcStateCache;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** {@link Tally} on the real mechanism: shard loops over a real broker and a real database. */
public final class KafkaLog implements LogUnderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SCRIPTS =
            List.of(
                    "V0_001__stream_cache.sql",
                    "V0_002__history.sql",
                    "V0_083__parked.sql",
                    "V0_099__snapshots.sql");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Service<Tally.Command, Tally.State, Tally.Event> service;
    private final Map<String, Object> kafka;
    private final DataSource dataSource;
    private final KafkaProducer<String, byte[]> client;
    private final Thread replies;
    private final Map<String, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final Map<String, ShardLoop<?, ?, ?>> replicas = new HashMap<>();
    private volatile boolean closed;

    /** Makes the topics of a new tally service and starts one replica of it. */
    public KafkaLog(Backing backing, int partitions) throws Exception {
        String name = "tally-" + UUID.randomUUID();
        service = Tally.service(name);
        kafka = Map.of("bootstrap.servers", backing.kafka());
        dataSource = backing.database("tally").dataSource();
        createSchema();
        try (var admin = Admin.create(kafka)) {
            admin.createTopics(
                            Stream.of(name, name + "-peer")
                                    .flatMap(s -> Topics.plan(s, partitions, (short) 1, 1).stream())
                                    .toList())
                    .all()
                    .get();
        }
        client = new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer());
        var listening = new CompletableFuture<Void>();
        replies = Thread.ofVirtual().start(() -> listen(listening));
        listening.get(30, TimeUnit.SECONDS);
        start("1");
    }

    private void createSchema() throws Exception {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "DROP TABLE IF EXISTS eventlog_checkpoint, eventlog_stream, eventlog_answer,"
                            + " eventlog_projection, eventlog_parked, eventlog_held,"
                            + " eventlog_snapshot");
            for (String name : SCRIPTS) {
                try (var script = Service.class.getResourceAsStream("/db/eventlog/" + name)) {
                    statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** Starts a replica and waits until it has all its partitions back. */
    public void start(String instance) {
        start(instance, service);
    }

    /** Starts a replica of another release and waits until it has all its partitions back. */
    public void start(String instance, Service<Tally.Command, Tally.State, Tally.Event> release) {
        ShardLoop<?, ?, ?> loop = begin(instance, release);
        await(() -> loop.status().life() == ShardLoop.Life.ACTIVE);
    }

    /** Starts a replica. */
    public ShardLoop<?, ?, ?> begin(String instance) {
        return begin(instance, service);
    }

    private ShardLoop<?, ?, ?> begin(
            String instance, Service<Tally.Command, Tally.State, Tally.Event> release) {
        var settings =
                new ShardSettings(
                        instance, 100, 1_000, Duration.ofMillis(100), Duration.ofSeconds(6));
        var loop =
                new ShardLoop<>(
                        release,
                        new JdbcStateCache<>(dataSource, release.states(), release.stateSchema()),
                        kafka,
                        settings,
                        InstantSource.system());
        replicas.put(instance, loop);
        loop.start();
        return loop;
    }

    /** The service's name, which names its topics. */
    public String service() {
        return service.name();
    }

    /** Ends a replica in good order. */
    public void stop(String instance) {
        ShardLoop<?, ?, ?> replica = replicas.remove(instance);
        if (replica != null) {
            replica.close();
        }
    }

    @Override
    public Answer submit(CommandHeaders headers, Tally.Command command) {
        return submit(headers, service.inbox().message(headers.streamId(), command));
    }

    /** Sends a command as its sender has written it, and waits for its answer. */
    public Answer submit(CommandHeaders headers, Message message) {
        return send(CommandCodec.encode("test", message, headers));
    }

    @Override
    public Answer submitGarbage(CommandHeaders headers) {
        return submit(
                headers,
                new Message(service.name(), headers.streamId(), "unheard-of", 1, "garbage"));
    }

    @Override
    public Answer operate(CommandHeaders headers, Control control) {
        return send(
                CommandCodec.encode(
                        "test",
                        CommandCodec.message(service.name(), headers.streamId(), control),
                        headers));
    }

    @Override
    public long malform(String streamId) {
        var garbage =
                new ProducerRecord<>(
                        Topics.events(service.name()),
                        streamId,
                        "garbage".getBytes(StandardCharsets.UTF_8));
        try {
            return client.send(garbage).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).offset();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Entry<Tally.Event>> entries(String streamId) {
        var codec = new EntryCodec<>(service.name(), service.events());
        return records(Topics.events(service.name()), streamId::equals).stream()
                .flatMap(record -> {
                    try {
                        return Stream.of(codec.decode(record));
                    } catch (UnreadableException e) {
                        return Stream.of();
                    }
                })
                .toList();
    }

    @Override
    public long parkedStreams() {
        return replicas.values().stream()
                .mapToLong(loop -> loop.status().parking().streams())
                .sum();
    }

    private Answer send(ProducerRecord<String, byte[]> record) {
        String request = UUID.randomUUID().toString();
        var answer = new CompletableFuture<Answer>();
        waiting.put(request, answer);
        record.headers().add(Headers.REPLY_TO, request.getBytes(StandardCharsets.UTF_8));
        client.send(record);
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void listen(CompletableFuture<Void> listening) {
        try (var consumer = reader(Topics.replies(service.name()))) {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
            listening.complete(null);
            while (!closed) {
                for (var record : consumer.poll(Duration.ofMillis(50))) {
                    var asker = waiting.remove(record.key());
                    if (asker != null) {
                        asker.complete(AnswerCodec.decode(record.headers(), record.value()));
                    }
                }
            }
        }
    }

    @Override
    public List<Envelope<Tally.Event>> events(String streamId) {
        var codec = new EntryCodec<>(service.name(), service.events());
        return records(Topics.events(service.name()), streamId::equals).stream()
                .flatMap(record -> {
                    try {
                        return codec
                                .event(record, new Position(record.partition(), record.offset()))
                                .stream();
                    } catch (UnreadableException e) {
                        return Stream.of();
                    }
                })
                .toList();
    }

    @Override
    public List<String> toldToPeer(String streamId) {
        return records(Topics.commands(service.name() + "-peer"), streamId::equals).stream()
                .map(record ->
                        new String(
                                record.headers().lastHeader("ce_id").value(),
                                StandardCharsets.UTF_8))
                .toList();
    }

    /** What the log's chains of hashes say was tampered with. */
    public List<String> tampered() {
        Map<TopicPartition, Chain> chains = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (var record : records(Topics.events(service.name()), _ -> true)) {
            var partition = new TopicPartition(record.topic(), record.partition());
            chains.computeIfAbsent(partition, Chain::new)
                    .check(record)
                    .ifPresent(problem -> problems.add(record.offset() + ": " + problem));
        }
        return problems;
    }

    /** The committed records of a topic with such keys. */
    private List<ConsumerRecord<String, byte[]>> records(String topic, Predicate<String> keys) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (var consumer = reader(topic)) {
            var ends = consumer.endOffsets(consumer.assignment());
            consumer.seekToBeginning(consumer.assignment());
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(50))) {
                    if (keys.test(record.key())) {
                        records.add(record);
                    }
                }
            }
        }
        return records;
    }

    private KafkaConsumer<String, byte[]> reader(String topic) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("isolation.level", "read_committed");
        var consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(
                consumer.partitionsFor(topic).stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList());
        return consumer;
    }

    @Override
    public void crash() {
        stop("1");
        start("1");
    }

    @Override
    public void crashWithoutCache() {
        stop("1");
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "TRUNCATE eventlog_checkpoint, eventlog_stream, eventlog_answer,"
                            + " eventlog_parked, eventlog_snapshot");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        start("1");
    }

    @Override
    public void awaitDeadlines(String streamId, int events) {
        await(() -> events(streamId).size() >= events);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited %s in vain".formatted(PATIENCE));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    @Override
    public void close() {
        List.copyOf(replicas.keySet()).forEach(this::stop);
        closed = true;
        client.close();
        try {
            replies.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
