package daybook.eventlog.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the topics that are missing, and holds those that are there against the plan. It never
 * changes a topic: with another number of partitions a stream's next event would land in another
 * partition than its last, and with another retention the log would forget.
 */
public final class TopicSetup {

    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int CALL_MILLIS = 10_000;

    private final Map<String, Object> kafka;
    private final Duration patience;

    /**
     * @param patience how long brokers that do not answer yet, or are too few yet, are waited for
     */
    public TopicSetup(Map<String, Object> kafka, Duration patience) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        this.kafka.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_MILLIS / 2);
        this.patience = patience;
    }

    /**
     * Returns when all topics of the plan are there. May be repeated, also beside itself.
     *
     * @return the topics that this call made
     * @throws IllegalStateException naming the topic that differs, or what was waited for in vain
     */
    public List<String> apply(Collection<NewTopic> plan) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (var admin = Admin.create(kafka)) {
            List<String> made = new ArrayList<>();
            while (true) {
                try {
                    makeMissing(admin, plan, made);
                    compare(admin, plan);
                    return made;
                } catch (ExecutionException e) {
                    if (!passes(e.getCause())) {
                        throw new IllegalStateException("Topics: " + e.getCause(), e);
                    }
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException(
                                "Topics: after %s still %s".formatted(patience, e.getCause()), e);
                    }
                    LOG.infof("Waiting for Kafka: %s", e.getCause());
                    Thread.sleep(PAUSE);
                }
            }
        }
    }

    /** Whether it may be over once all brokers are up. */
    private static boolean passes(@Nullable Throwable failure) {
        return failure instanceof RetriableException
                || failure instanceof InvalidReplicationFactorException;
    }

    private static void makeMissing(Admin admin, Collection<NewTopic> plan, List<String> made)
            throws ExecutionException, InterruptedException {
        Set<String> known = new HashSet<>();
        var descriptions = admin.describeTopics(plan.stream().map(NewTopic::name).toList());
        for (var description : descriptions.topicNameValues().entrySet()) {
            if (succeeds(description.getValue(), UnknownTopicOrPartitionException.class)) {
                known.add(description.getKey());
            }
        }
        List<NewTopic> missing =
                plan.stream().filter(topic -> !known.contains(topic.name())).toList();
        var creations = admin.createTopics(missing).values();
        for (NewTopic topic : missing) {
            // It may be there after all: made by another run, or unknown to the broker a moment
            // ago.
            var creation = requireNonNull(creations.get(topic.name()));
            if (succeeds(creation, TopicExistsException.class)) {
                made.add(topic.name());
            }
        }
    }

    /** False if it fails for the one reason that is an answer. */
    private static boolean succeeds(KafkaFuture<?> request, Class<? extends Exception> unless)
            throws ExecutionException, InterruptedException {
        try {
            request.get();
            return true;
        } catch (ExecutionException e) {
            if (unless.isInstance(e.getCause())) {
                return false;
            }
            throw e;
        }
    }

    private static void compare(Admin admin, Collection<NewTopic> plan)
            throws ExecutionException, InterruptedException {
        List<String> names = plan.stream().map(NewTopic::name).toList();
        Map<String, TopicDescription> topics = admin.describeTopics(names).allTopicNames().get();
        Map<String, Config> configs =
                admin
                        .describeConfigs(names.stream().map(TopicSetup::resource).toList())
                        .all()
                        .get()
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
        for (NewTopic wanted : plan) {
            String name = wanted.name();
            int partitions = requireNonNull(topics.get(name)).partitions().size();
            agree(name, "partitions", wanted.numPartitions(), partitions);
            wanted.configs()
                    .forEach((key, value) -> agree(name, key, value, value(configs, name, key)));
        }
    }

    static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static String value(Map<String, Config> configs, String topic, String key) {
        return Optional.ofNullable(configs.get(topic))
                .map(config -> config.get(key))
                .map(ConfigEntry::value)
                .orElse("not known to the broker");
    }

    private static void agree(String topic, String what, Object wanted, Object found) {
        if (!wanted.equals(found)) {
            throw new IllegalStateException(
                    ("The topic %s is there with %s=%s, but %s is wanted. Topics are not changed: set"
                                    + " daybook.init to what the topic has, or make the topic anew.")
                            .formatted(topic, what, found, wanted));
        }
    }
}
