package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import daybook.eventlog.kafka.LogSettings;
import daybook.eventlog.kafka.ShardLoop.Life;
import daybook.eventlog.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No service writes to a log that would forget, lose or mix up what it holds. */
class LogSettingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Backing backing;
    private static Admin admin;

    @BeforeAll
    static void start() {
        backing = Backing.start("tally");
        admin = Admin.create(kafka());
    }

    @AfterAll
    static void stop() {
        admin.close();
        backing.close();
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", backing.kafka());
    }

    @Test
    void topics_as_planned_are_safe() throws Exception {
        String service = service();
        assertThatCode(() -> LogSettings.check(kafka(), service)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "commands, cleanup.policy, compact",
        "events, cleanup.policy, 'compact,delete'",
        "events, retention.ms, 604800000",
        "events, retention.bytes, 1000000",
        "parked, retention.ms, 604800000",
        "events, unclean.leader.election.enable, true",
        "events, min.insync.replicas, 2",
    })
    void an_unsafe_setting_is_named_with_the_command_that_mends_it(
            String topic, String key, String value) throws Exception {
        String service = service();
        set(service + "." + topic, key, value);

        assertThatThrownBy(() -> LogSettings.check(kafka(), service))
                .hasMessageContaining("%s.%s: %s=%s".formatted(service, topic, key, value))
                .hasMessageContaining(
                        "kafka-configs.sh --alter --entity-type topics --entity-name %s.%s --add-config %s="
                                .formatted(service, topic, key));
    }

    @Test
    void all_faults_are_told_at_once() throws Exception {
        String service = service();
        set(service + ".events", "retention.ms", "1000");
        set(service + ".commands", "cleanup.policy", "compact");

        assertThatThrownBy(() -> LogSettings.check(kafka(), service))
                .hasMessageContaining(service + ".events: retention.ms=1000")
                .hasMessageContaining(service + ".commands: cleanup.policy=compact");
    }

    @Test
    void an_inbox_and_a_log_of_different_widths_are_refused() throws Exception {
        String service = name();
        List<NewTopic> plan = Topics.plan(service, 2, (short) 1, 1);
        admin.createTopics(
                        plan.stream()
                                .map(topic ->
                                        topic.name().endsWith(".events")
                                                ? new NewTopic(topic.name(), 3, (short) 1)
                                                        .configs(topic.configs())
                                                : topic)
                                .toList())
                .all()
                .get();

        assertThatThrownBy(() -> LogSettings.check(kafka(), service))
                .hasMessageContaining(
                        "%s.commands has 2, %s.events has 3".formatted(service, service));
    }

    @Test
    void a_missing_topic_is_told_with_how_topics_are_made() {
        assertThatThrownBy(() -> LogSettings.check(kafka(), name()))
                .hasMessageContaining("DAYBOOK_INIT_ONLY=true");
    }

    @Test
    void brokers_whose_transactions_can_mix_are_refused() throws Exception {
        String service = service();
        transactionVersion((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
        try {
            // The broker learns of it from the metadata log.
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> LogSettings.check(kafka(), service))
                                    .hasMessageContaining("transaction.version is 1"));
        } finally {
            transactionVersion((short) 2, FeatureUpdate.UpgradeType.UPGRADE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "3, 2, 0", "3, 3, 0", "3, 1, 1", "2, 3, 1"})
    void one_copy_alone_does_not_count_as_written_where_there_are_several(
            int replicas, int inSync, int faults) {
        var nodes = IntStream.range(0, replicas).mapToObj(id -> new Node(id, "b", 9092)).toList();
        var topic =
                new TopicDescription(
                        "order.events",
                        false,
                        List.of(new TopicPartitionInfo(0, nodes.getFirst(), nodes, nodes)));
        var config =
                new Config(
                        List.of(
                                new ConfigEntry("cleanup.policy", "delete"),
                                new ConfigEntry("retention.ms", "-1"),
                                new ConfigEntry("retention.bytes", "-1"),
                                new ConfigEntry("unclean.leader.election.enable", "false"),
                                new ConfigEntry("min.insync.replicas", Integer.toString(inSync))));

        assertThat(LogSettings.faults(topic, config)).hasSize(faults);
    }

    @Test
    void a_shard_refuses_to_start_and_begins_by_itself_once_it_is_mended() throws Exception {
        try (var log = new KafkaLog(backing, 2)) {
            log.stop("1");
            set(Topics.events(log.service()), "retention.ms", "1000");

            var loop = log.begin("1");
            await().atMost(PATIENCE).until(() -> loop.status().life() == Life.FAILED);
            assertThat(loop.status().trouble()).contains("retention.ms=1000");

            set(Topics.events(log.service()), "retention.ms", "-1");
            await().atMost(PATIENCE).until(() -> loop.status().life() == Life.ACTIVE);
        }
    }

    private static String name() {
        return "safe-" + UUID.randomUUID();
    }

    private static String service() throws Exception {
        String name = name();
        admin.createTopics(Topics.plan(name, 2, (short) 1, 1)).all().get();
        return name;
    }

    /** Returns once the broker, which learns of it from the controller, has it. */
    private static void set(String topic, String key, String value) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(admin.describeConfigs(List.of(resource)).all().get())
                                .extractingByKey(resource)
                                .extracting(config -> config.get(key).value())
                                .isEqualTo(value));
    }

    private static void transactionVersion(short level, FeatureUpdate.UpgradeType type)
            throws Exception {
        admin.updateFeatures(
                        Map.of("transaction.version", new FeatureUpdate(level, type)),
                        new UpdateFeaturesOptions())
                .all()
                .get();
    }
}
