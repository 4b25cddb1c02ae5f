package daybook.eventlog.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of a service. */
public final class Topics {

    private static final String FOREVER = "-1";
    private static final String ONE_HOUR_MILLIS = "3600000";

    private Topics() {}

    /** The inbox. */
    public static String commands(String service) {
        return service + ".commands";
    }

    /** The log. */
    public static String events(String service) {
        return service + ".events";
    }

    /** Answers for the replicas that hold a caller's request open. */
    public static String replies(String service) {
        return service + ".replies";
    }

    /** The parking lot: commands that could not be processed, and those that wait behind them. */
    public static String parked(String service) {
        return service + ".parked";
    }

    /**
     * The topics that a service needs. Inbox and log have the same number of partitions, as the
     * owner of an inbox partition is the only writer of the log partition of the same number.
     *
     * @param minInSync replicas that must have a record before it counts as written
     */
    public static List<NewTopic> plan(
            String service, int partitions, short replication, int minInSync) {
        return List.of(
                topic(commands(service), partitions, replication, minInSync, FOREVER),
                topic(events(service), partitions, replication, minInSync, FOREVER),
                topic(parked(service), partitions, replication, minInSync, FOREVER),
                topic(replies(service), 1, replication, minInSync, ONE_HOUR_MILLIS));
    }

    private static NewTopic topic(
            String name, int partitions, short replication, int minInSync, String retentionMillis) {
        return new NewTopic(name, partitions, replication)
                .configs(
                        Map.of(
                                "cleanup.policy",
                                "delete",
                                "retention.ms",
                                retentionMillis,
                                "retention.bytes",
                                FOREVER,
                                "min.insync.replicas",
                                Integer.toString(minInSync)));
    }
}
