package daybook.eventlog.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** A run that makes what the service needs before it serves, and ends: topics, and the schema. */
@ConfigMapping(prefix = "daybook.init")
public interface InitConfig {

    /** Whether this process is such a run. Flyway migrates before it, unless it is told not to. */
    @WithDefault("false")
    boolean only();

    /**
     * Partitions of the inbox and of the log: the most replicas that can share the work. The number
     * cannot be changed later, as a stream's partition follows from it.
     */
    @WithDefault("12")
    int partitions();

    /** Copies of each partition, which is the least number of brokers. */
    @WithDefault("3")
    short replication();

    /** Copies that must have a record before it counts as written; at most {@link #replication}. */
    @WithDefault("2")
    int minInSync();

    /** How long brokers that do not answer yet, or are too few yet, are waited for. */
    @WithDefault("10m")
    Duration patience();
}
