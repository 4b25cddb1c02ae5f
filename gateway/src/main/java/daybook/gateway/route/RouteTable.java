package daybook.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds a request's route, the most specific one whatever the order in the file: a host beats a
 * wildcard, the longer wildcard the shorter one and any host; then, from the left, a written
 * segment beats a hole; then more headers beat fewer. A host and a path belong to a request only if
 * one of their routes has its headers. The method decides nothing but the answer 405.
 */
public final class RouteTable {
    /** No host name is longer (RFC 1035 §2.3.4), so that a long header costs no search. */
    private static final int LONGEST_HOST = 253;

    private final Node anyHost = new Node();
    private final Map<String, Node> hosts = new HashMap<>();

    /** What a request leads to. */
    public sealed interface Match {
        record Found(Route route) implements Match {}

        /** The path is known, under other methods. */
        record OtherMethods(Set<String> allowed) implements Match {}

        record Nothing() implements Match {}
    }

    /** Adds a route, or gives back one of which neither is more specific for some requests. */
    public Optional<Route> add(Route route) {
        String host = route.predicates().host();
        Node node = host.isEmpty() ? anyHost : hosts.computeIfAbsent(host, _ -> new Node());
        for (String segment : route.path().segments()) {
            node = node.child(segment);
        }
        for (String method : route.methods()) {
            Optional<Route> other = node.add(method, route);
            if (other.isPresent()) {
                return other;
            }
        }
        return Optional.empty();
    }

    /**
     * The route of a request.
     *
     * @param segments of its canonical path
     * @param host without port, empty if it names none
     * @param headers the values of a header by its name, whatever its case
     */
    public Match find(
            String method,
            List<String> segments,
            String host,
            Function<String, List<String>> headers) {
        Node node =
                hosts.isEmpty()
                        ? null
                        : findAtHost(host.toLowerCase(Locale.ROOT), segments, headers);
        if (node == null) {
            node = anyHost.find(segments, 0, headers);
        }
        if (node == null) {
            return new Match.Nothing();
        }
        Route route = node.route(method, headers);
        if (route == null && method.equals("HEAD")) {
            route = node.route("GET", headers);
        }
        return route == null
                ? new Match.OtherMethods(node.methods(headers))
                : new Match.Found(route);
    }

    private @Nullable Node findAtHost(
            String host, List<String> segments, Function<String, List<String>> headers) {
        if (host.length() > LONGEST_HOST) {
            return null;
        }
        Node tree = hosts.get(host);
        Node found = tree == null ? null : tree.find(segments, 0, headers);
        for (int dot = host.indexOf('.');
                found == null && dot > 0;
                dot = host.indexOf('.', dot + 1)) {
            tree = hosts.get("*" + host.substring(dot));
            found = tree == null ? null : tree.find(segments, 0, headers);
        }
        return found;
    }

    private static final class Node {
        final Map<String, Node> written = new HashMap<>();

        /** By method, most specific first. */
        final Map<String, List<Route>> routes = new HashMap<>();

        /** Whether one of the routes asks for no header. */
        boolean open;

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

        Optional<Route> add(String method, Route route) {
            List<Route> others = routes.computeIfAbsent(method, _ -> new ArrayList<>(1));
            for (Route other : others) {
                if (Predicates.MOST_SPECIFIC_FIRST.compare(route, other) == 0
                        && !route.predicates().excludes(other.predicates())) {
                    return Optional.of(other);
                }
            }
            others.add(route);
            others.sort(Predicates.MOST_SPECIFIC_FIRST);
            open |= route.predicates().headers().isEmpty();
            return Optional.empty();
        }

        @Nullable Route route(String method, Function<String, List<String>> headers) {
            List<Route> candidates = routes.get(method);
            return candidates == null ? null : first(candidates, headers);
        }

        Set<String> methods(Function<String, List<String>> headers) {
            Set<String> methods = new TreeSet<>(routes.keySet());
            methods.removeIf(method -> route(method, headers) == null);
            return methods;
        }

        @Nullable Node find(List<String> segments, int at, Function<String, List<String>> headers) {
            if (at == segments.size()) {
                return fits(headers) ? this : null;
            }
            String segment = segments.get(at);
            Node next = written.get(segment);
            Node found = next == null ? null : next.find(segments, at + 1, headers);
            if (found == null && hole != null && !segment.isEmpty()) {
                found = hole.find(segments, at + 1, headers);
            }
            return found;
        }

        private boolean fits(Function<String, List<String>> headers) {
            if (open) {
                return true;
            }
            for (List<Route> candidates : routes.values()) {
                if (first(candidates, headers) != null) {
                    return true;
                }
            }
            return false;
        }

        private static @Nullable Route first(
                List<Route> candidates, Function<String, List<String>> headers) {
            for (Route candidate : candidates) {
                if (candidate.predicates().hold(headers)) {
                    return candidate;
                }
            }
            return null;
        }
    }
}
