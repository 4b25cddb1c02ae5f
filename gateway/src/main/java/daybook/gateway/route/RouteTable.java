package daybook.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds a request's route: a tree of segments in which a written segment beats a hole, so that the
 * most specific route wins whatever the order in the file.
 */
public final class RouteTable {
    private final Node root = new Node();

    /** What a request's path and method lead to. */
    public sealed interface Match {
        record Found(Route route) implements Match {}

        /** The path is known, under other methods. */
        record OtherMethods(Set<String> allowed) implements Match {}

        record Nothing() implements Match {}
    }

    /** Adds a route, or gives back the route that already answers the same requests. */
    public Optional<Route> add(Route route) {
        Node node = root;
        for (String segment : route.path().segments()) {
            node = node.child(segment);
        }
        for (String method : route.methods()) {
            Route other = node.routes.putIfAbsent(method, route);
            if (other != null) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /** The route of a canonical path's segments. */
    public Match find(String method, List<String> segments) {
        Node node = root.find(segments, 0);
        if (node == null) {
            return new Match.Nothing();
        }
        Route route = node.routes.get(method);
        if (route == null && method.equals("HEAD")) {
            route = node.routes.get("GET");
        }
        if (route != null) {
            return new Match.Found(route);
        }
        return new Match.OtherMethods(new TreeSet<>(node.routes.keySet()));
    }

    private static final class Node {
        final Map<String, Node> written = new HashMap<>();
        final Map<String, Route> routes = new HashMap<>();
        @Nullable Node hole;

        Node child(String segment) {
            if (!PathTemplate.isHole(segment)) {
                return written.computeIfAbsent(segment, s -> new Node());
            }
            if (hole == null) {
                hole = new Node();
            }
            return hole;
        }

        @Nullable Node find(List<String> segments, int at) {
            if (at == segments.size()) {
                return routes.isEmpty() ? null : this;
            }
            String segment = segments.get(at);
            Node next = written.get(segment);
            Node found = next == null ? null : next.find(segments, at + 1);
            if (found == null && hole != null && !segment.isEmpty()) {
                found = hole.find(segments, at + 1);
            }
            return found;
        }
    }
}
