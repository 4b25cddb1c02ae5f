package daybook.gateway.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
    /** The name of Daybook's own file. */
    public static final String OWN = "daybook-routes.yaml";

    public RouteFile {
        routes = List.copyOf(routes);
        upstreams = List.copyOf(upstreams);
        limits = List.copyOf(limits);
        lines = Map.copyOf(lines);
    }

    /** The text of Daybook's own file, which the gateway comes with. */
    public static String own() throws IOException {
        try (InputStream own = RouteFile.class.getResourceAsStream("/" + OWN)) {
            return new String(
                    Objects.requireNonNull(own, OWN).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** All routes, to find that of a request. */
    public RouteTable table() {
        RouteTable table = new RouteTable();
        routes.forEach(table::add);
        return table;
    }

    /** The line at which a part of this file begins. */
    public int line(Record part) {
        return Objects.requireNonNull(lines.get(part));
    }
}
