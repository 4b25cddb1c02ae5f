package daybook.gateway.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the gateway is told about the connections that it accepts. */
@ConfigMapping(prefix = "daybook.gateway.edge")
public interface EdgeConfig {
    /**
     * How long a request's head may take, from the connection's start or the head's first piece, to
     * its end; also how long a new connection may say nothing.
     */
    @WithDefault("10s")
    Duration headerDeadline();
}
