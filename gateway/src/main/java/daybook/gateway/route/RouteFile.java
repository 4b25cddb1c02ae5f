package daybook.gateway.route;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that a routes file says, checked.
 *
 * @param lines where each route, upstream and limit begins, from 1
 */
public record RouteFile(
        List<Route> routes,
        List<UpstreamSettings> upstreams,
        List<Limit> limits,
        Map<Record, Integer> lines) {
    public RouteFile {
        routes = List.copyOf(routes);
        upstreams = List.copyOf(upstreams);
        limits = List.copyOf(limits);
        lines = Map.copyOf(lines);
    }

    /** The line at which a part of this file begins. */
    public int line(Record part) {
        return Objects.requireNonNull(lines.get(part));
    }
}
