package daybook.auditor;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the auditor follows the logs. */
@ConfigMapping(prefix = "daybook.auditor")
public interface AuditorConfig {

    /** From the end of a round to the beginning of the next. */
    @WithDefault("10s")
    Duration pause();

    /**
     * How long a round waits for commands in inboxes, before what they may explain is counted as in
     * flight.
     */
    @WithDefault("20s")
    Duration settle();

    /** How late a deadline may fire before its order counts as stuck. */
    @WithDefault("60s")
    Duration tolerance();

    /** For how long the last round that came to its end says anything about the logs. */
    @WithDefault("5m")
    Duration overdue();
}
