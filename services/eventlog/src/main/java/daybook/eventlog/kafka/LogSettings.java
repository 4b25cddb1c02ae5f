package daybook.eventlog.kafka;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a service asks of its topics before it writes to them, so that the brokers cannot forget,
 * lose or mix up what they have acknowledged.
 */
public final class LogSettings {

    /**
     * From this level on a delayed record of a transaction that has ended cannot join the next one
     * (KIP-890, part 2).
     */
    private static final short TRANSACTION_VERSION = 2;

    private LogSettings() {}

    /**
     * @throws IllegalStateException that names everything that is unsafe, with the command that
     *     mends it
     */
    public static void check(Map<String, Object> kafka, String service) {
        List<String> kept =
                List.of(Topics.commands(service), Topics.events(service), Topics.parked(service));
        List<String> faults = new ArrayList<>();
        try (var admin = Admin.create(kafka)) {
            var level =
                    Optional.ofNullable(
                                    admin.describeFeatures()
                                            .featureMetadata()
                                            .get()
                                            .finalizedFeatures()
                                            .get("transaction.version"))
                            .map(FinalizedVersionRange::maxVersionLevel)
                            .orElse((short) 0);
            transactionFault(level).ifPresent(faults::add);
            Map<String, TopicDescription> topics = admin.describeTopics(kept).allTopicNames().get();
            partitionFault(topics, service).ifPresent(faults::add);
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(kept.stream().map(TopicSetup::resource).toList())
                            .all()
                            .get();
            topics.forEach((name, topic) ->
                    faults.addAll(
                            faults(topic, requireNonNull(configs.get(TopicSetup.resource(name))))));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException(
                        "A topic of %s is missing; they are made before it starts, by a run of it with"
                                        .formatted(kept)
                                + " DAYBOOK_INIT_ONLY=true",
                        e);
            }
            throw new KafkaException("The log's settings cannot be read", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "%s does not write to a log with unsafe settings: %s"
                            .formatted(service, String.join("; ", faults)));
        }
    }

    private static Optional<String> transactionFault(short level) {
        return level >= TRANSACTION_VERSION
                ? Optional.empty()
                : Optional.of(
                        ("transaction.version is %d, with which a record that comes late can join a"
                                        + " transaction that it does not belong to: kafka-features.sh"
                                        + " upgrade --feature transaction.version=%d")
                                .formatted(level, TRANSACTION_VERSION));
    }

    private static Optional<String> partitionFault(
            Map<String, TopicDescription> topics, String service) {
        String inbox = Topics.commands(service);
        String log = Topics.events(service);
        int inboxPartitions = requireNonNull(topics.get(inbox)).partitions().size();
        int logPartitions = requireNonNull(topics.get(log)).partitions().size();
        return inboxPartitions == logPartitions
                ? Optional.empty()
                : Optional.of(
                        ("numbers of partitions differ (%s has %d, %s has %d), but the owner of an inbox"
                                        + " partition is the only writer of the log partition of the same"
                                        + " number: if the log is empty, delete both topics and have them"
                                        + " made anew; if not, give the inbox as many as the log has")
                                .formatted(inbox, inboxPartitions, log, logPartitions));
    }

    /** What is unsafe about a topic that must keep what it is given. */
    public static List<String> faults(TopicDescription topic, Config config) {
        List<String> faults = new ArrayList<>();
        must(
                faults,
                topic,
                config,
                "cleanup.policy",
                "delete",
                "compaction drops all but the last");
        must(faults, topic, config, "retention.ms", "-1", "what is older is deleted");
        must(faults, topic, config, "retention.bytes", "-1", "what is more is deleted");
        must(
                faults,
                topic,
                config,
                "unclean.leader.election.enable",
                "false",
                "a broker that missed records may become the leader");
        int copies =
                topic.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0);
        int inSync = Integer.parseInt(value(config, "min.insync.replicas"));
        if (inSync > copies) {
            faults.add(
                    "%s: min.insync.replicas=%d, but it has %d replicas, so nothing can be written: %s"
                            .formatted(
                                    topic.name(),
                                    inSync,
                                    copies,
                                    alter(topic, "min.insync.replicas", Math.max(1, copies - 1))));
        } else if (copies > 1 && inSync < 2) {
            faults.add(
                    "%s: min.insync.replicas=%d of %d replicas, so that what one broker alone has is taken as written: %s"
                            .formatted(
                                    topic.name(),
                                    inSync,
                                    copies,
                                    alter(topic, "min.insync.replicas", 2)));
        }
        return faults;
    }

    private static void must(
            List<String> faults,
            TopicDescription topic,
            Config config,
            String key,
            String safe,
            String why) {
        String found = value(config, key);
        if (!found.equals(safe)) {
            faults.add(
                    "%s: %s=%s (%s): %s"
                            .formatted(topic.name(), key, found, why, alter(topic, key, safe)));
        }
    }

    private static String alter(TopicDescription topic, String key, Object value) {
        return "kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config %s=%s"
                .formatted(topic.name(), key, value);
    }

    private static String value(Config config, String key) {
        return Optional.ofNullable(config.get(key)).map(ConfigEntry::value).orElse("");
    }
}
