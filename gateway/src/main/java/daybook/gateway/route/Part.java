package daybook.gateway.route;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One of the answers that a composed route puts together: a GET to a service.
 *
 * @param name of the member that it becomes
 * @param path at the service; its holes are the route's
 * @param required whether the whole answer fails without it
 * @param timeout from asking for a connection to the last byte of the body
 * @param maxBytes largest body
 * @param requestHeaders what the service gets of the caller's request besides token and trace
 */
public record Part(
        String name,
        UpstreamSettings upstream,
        PathTemplate path,
        boolean required,
        Duration timeout,
        long maxBytes,
        Set<String> requestHeaders) {

    public Part {
        requestHeaders = Set.copyOf(requestHeaders);
    }

    /** The request target at the service, with the holes filled from a path of the route. */
    public String target(PathTemplate route, List<String> canonicalSegments) {
        return upstream.basePath() + path.filled(route, canonicalSegments);
    }
}
