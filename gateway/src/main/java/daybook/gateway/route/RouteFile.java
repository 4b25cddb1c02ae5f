package daybook.gateway.route;

import java.util.List;

/** Everything that a routes file says, checked. */
public record RouteFile(List<Route> routes, List<UpstreamSettings> upstreams) {
    public RouteFile {
        routes = List.copyOf(routes);
        upstreams = List.copyOf(upstreams);
    }
}
