package daybook.gateway.route;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A service behind the gateway.
 *
 * @param instances where it is, once for each process that it may run in, without trailing slashes;
 *     their path, the same for all, is put before each route's
 * @param connectTimeout how long to wait for a new connection
 * @param connections connections open to one instance at once
 * @param queue requests that may wait for one of them
 */
public record UpstreamSettings(
        String name,
        List<URI> instances,
        Duration connectTimeout,
        int connections,
        int queue,
        BreakerSettings breaker) {

    public UpstreamSettings {
        instances = List.copyOf(instances);
    }

    /** The part of the path that all instances have. */
    public String basePath() {
        return instances.getFirst().getRawPath();
    }
}
