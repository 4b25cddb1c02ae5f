package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;

/** A real broker, its own controller (KRaft), with its log on disk. */
final class KafkaBroker implements Component {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int TOPIC_LIMIT_SECONDS = 60;

    private final Layout layout;
    private final int port;
    private final int controllerPort;
    private final Collection<NewTopic> topics;
    private final Detours detours;

    KafkaBroker(
            Layout layout,
            int port,
            int controllerPort,
            Collection<NewTopic> topics,
            Detours detours) {
        this.layout = layout;
        this.port = port;
        this.controllerPort = controllerPort;
        this.topics = List.copyOf(topics);
        this.detours = detours;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public List<Integer> ports() {
        return Stream.concat(
                        Stream.of(port, controllerPort),
                        detours.byReplica().values().stream().map(Detours.Detour::listener))
                .toList();
    }

    @Override
    public Path built() {
        return layout.project().resolve("local/kafka/target/lib");
    }

    @Override
    public int memoryMegabytes() {
        return 450;
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Program prepare(Consumer<String> progress) throws IOException, InterruptedException {
        Path jars = built();
        Path directory = layout.data("kafka");
        Files.createDirectories(directory);
        Path configuration = directory.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(configuration)) {
            settings(directory.resolve("log")).store(writer, "Written by daybook at every start");
        }
        if (!Files.exists(directory.resolve("log/meta.properties"))) {
            format(jars, configuration);
        }
        List<String> command =
                new JavaCommand(320)
                        .with("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                        .with("-Dorg.slf4j.simpleLogger.showDateTime=true")
                        .with("-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS")
                        .with("-cp", jars + "/*", "kafka.Kafka", configuration.toString())
                        .toList();
        return new Program(command, Map.of("MALLOC_ARENA_MAX", "2"), directory, START_LIMIT);
    }

    private Properties settings(Path log) {
        var settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty(
                "listeners",
                "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.setProperty("advertised.listeners", "BROKER://" + bootstrap());
        settings.setProperty("inter.broker.listener.name", "BROKER");
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
        settings.setProperty(
                "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("log.dirs", log.toString());
        detours.byReplica().forEach((replica, detour) -> add(settings, replica, detour));
        settings.setProperty("auto.create.topics.enable", "false");
        for (String internal : List.of("offsets.topic", "transaction.state.log")) {
            settings.setProperty(internal + ".replication.factor", "1");
            settings.setProperty(internal + ".num.partitions", "8");
        }
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        // Without other members to wait for, and with one transaction after the other, the
        // defaults (3 s, 20 ms, 5 ms less) are what a caller would be waiting for.
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("add.partitions.to.txn.retry.backoff.ms", "1");
        settings.setProperty("group.coordinator.append.linger.ms", "5");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
        return settings;
    }

    private static void add(Properties settings, String replica, Detours.Detour detour) {
        String name = "DETOUR_" + replica.replace('-', '_').toUpperCase(Locale.ROOT);
        append(settings, "listeners", name + "://127.0.0.1:" + detour.listener());
        append(settings, "advertised.listeners", name + "://127.0.0.1:" + detour.entrance());
        append(settings, "listener.security.protocol.map", name + ":PLAINTEXT");
        settings.setProperty(
                "listener.name." + name.toLowerCase(Locale.ROOT) + ".num.network.threads", "1");
    }

    private static void append(Properties settings, String list, String element) {
        settings.setProperty(list, settings.getProperty(list) + "," + element);
    }

    private void format(Path jars, Path configuration) throws IOException, InterruptedException {
        List<String> command =
                new JavaCommand(64)
                        .quickCompilerOnly()
                        .with("-cp", jars + "/*", "kafka.tools.StorageTool", "format")
                        .with("--cluster-id", Uuid.randomUuid().toString())
                        .with("--config", configuration.toString(), "--standalone")
                        .toList();
        Detached.run("formatting Kafka's log", new ProcessBuilder(command), layout.log(name()));
    }

    @Override
    public boolean ready() {
        return Readiness.accepts(port);
    }

    /** Creates the topics that are missing. */
    @Override
    public void furnish() {
        if (!topics.isEmpty()) {
            createTopics(topics);
        }
    }

    void createTopics(Collection<NewTopic> wanted) {
        Map<String, Object> settings =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        try (var admin = Admin.create(settings)) {
            for (var creation : admin.createTopics(wanted).values().entrySet()) {
                awaitCreated(creation.getKey(), creation.getValue());
            }
        }
    }

    private static void awaitCreated(String topic, KafkaFuture<Void> creation) {
        try {
            creation.get(TOPIC_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new StackFailure("cannot create the topic " + topic + ": " + e.getCause(), e);
            }
        } catch (TimeoutException e) {
            throw new StackFailure(
                    "Kafka did not create the topic %s within %d s"
                            .formatted(topic, TOPIC_LIMIT_SECONDS),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted while creating the topic " + topic, e);
        }
    }
}
