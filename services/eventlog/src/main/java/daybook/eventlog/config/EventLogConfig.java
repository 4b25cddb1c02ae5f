package daybook.eventlog.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a service's event log runs. */
@ConfigMapping(prefix = "daybook")
public interface EventLogConfig {

    /**
     * Names this replica among those of its service. Two replicas with the same name fence each
     * other off, and one that comes back under its old name has its partitions at once.
     */
    @WithDefault("1")
    String instance();

    /**
     * How long an HTTP command waits for its answer before it is answered 202. Longer than the
     * delivery time-out of the {@code commands} channel, so that a command which was not answered
     * is known to be in the inbox.
     */
    @WithDefault("5s")
    Duration answerTimeout();

    /** How long a query waits for the read model to reach the position that it asks for. */
    @WithDefault("2s")
    Duration freshnessTimeout();

    /** How many calls to the outside world an effect has in flight at most. */
    @WithDefault("16")
    int effectConcurrency();

    /**
     * Whether the service calls the outside world: set in the service's own configuration, as it
     * decides at build time whether the {@code effects} channel is there.
     */
    @WithDefault("false")
    boolean effects();
}
