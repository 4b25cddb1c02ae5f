package daybook.gateway.route;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One row of the routes file.
 *
 * @param predicates what a request must have besides path and method
 * @param methods HTTP methods; HEAD comes with GET
 * @param upstream the service that answers; of several, the first, until the caller is known; of a
 *     composed route the first one that it needs
 * @param roles a caller needs one of them; with none the route is closed to everybody
 * @param timeout from sending the request (its body included) to the answer's headers
 * @param idle longest silence while a body streams in either direction
 * @param maxBodyBytes largest request body
 * @param bodyTimeout from the request's head to the end of its body
 * @param parts what the answer is composed of; none if it is the upstream's own
 */
public record Route(
        PathTemplate path,
        Predicates predicates,
        Set<String> methods,
        UpstreamSettings upstream,
        Traffic traffic,
        Set<String> roles,
        Limit limit,
        Duration timeout,
        Duration idle,
        long maxBodyBytes,
        Rewrite rewrite,
        Duration bodyTimeout,
        Access access,
        List<Part> parts) {

    public Route {
        methods = Set.copyOf(methods);
        roles = Set.copyOf(roles);
        parts = List.copyOf(parts);
    }

    /** What a request takes out of its caller's quota: as much as it makes the services do. */
    public int cost() {
        return Math.max(1, parts.size());
    }

    /**
     * What metrics, logs and messages call it: its path as written, with host and headers if any.
     */
    public String name() {
        return predicates.name(path.text());
    }

    /** This route to the upstream that answers a caller. */
    public Route forSubject(String subject) {
        return traffic.split().size() == 1 ? this : to(traffic.of(subject));
    }

    public Route to(UpstreamSettings other) {
        return new Route(
                path,
                predicates,
                methods,
                other,
                traffic,
                roles,
                limit,
                timeout,
                idle,
                maxBodyBytes,
                rewrite,
                bodyTimeout,
                access,
                parts);
    }

    /** The request target at the upstream for a canonical path of this route. */
    public String target(String canonicalPath, String query) {
        return upstream.basePath() + rewrite.upstreamPath(canonicalPath) + query;
    }

    /** A Location that the upstream gave, as the caller can use it: back through the gateway. */
    public String callerLocation(String location) {
        if (location.startsWith("/") && !location.startsWith("//")) {
            boolean based = location.startsWith(upstream.basePath() + "/");
            return rewrite.callerPath(
                    based ? location.substring(upstream.basePath().length()) : location);
        }
        return upstream.instances().stream()
                .map(URI::toString)
                .filter(base -> location.startsWith(base + "/"))
                .findFirst()
                .map(base -> rewrite.callerPath(location.substring(base.length())))
                .orElse(location);
    }
}
