package daybook.gateway.route;

import java.net.URI;
import java.time.Duration;

/**
 * A service behind the gateway.
 *
 * @param base where it is, without a trailing slash; its path, if any, is put before each route's
 * @param connectTimeout how long to wait for a connection, new or from the pool
 * @param connections connections open to it at once
 * @param queue requests that may wait for one of them
 */
public record UpstreamSettings(
        String name,
        URI base,
        Duration connectTimeout,
        int connections,
        int queue,
        BreakerSettings breaker) {

    public boolean secure() {
        return "https".equals(base.getScheme());
    }

    public int port() {
        return base.getPort() >= 0 ? base.getPort() : secure() ? 443 : 80;
    }
}
