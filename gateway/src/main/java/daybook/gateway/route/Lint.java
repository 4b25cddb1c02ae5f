package daybook.gateway.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is allowed in a routes file and is still likely to be a mistake. */
public final class Lint {

    private final RouteFile file;
    private final List<Finding> findings = new ArrayList<>();

    private Lint(RouteFile file) {
        this.file = file;
    }

    /** The findings in the order of their lines; none if all is well. */
    public static List<Finding> of(RouteFile file) {
        return new Lint(file).look();
    }

    /** What a finding is about. */
    public enum Rule {
        /** Nobody may use the route. */
        CLOSED,
        /** A method of one route is answered 405 because another one's path is more specific. */
        HIDDEN,
        /** Neither of two routes is more specific, and both take some requests. */
        OVERLAP,
        /** A composed route shows a part to a role that the part's own route refuses. */
        DETOUR,
        /** No route needs it. */
        UNUSED
    }

    /**
     * @param line of the file, from 1
     */
    public record Finding(int line, Rule rule, String detail) {}

    /** The routes of one host and path, whatever its holes are called. */
    private record Shape(String host, List<String> segments, List<Route> routes) {

        /** What is answered to requests with these headers. */
        Set<String> methods(Predicates given) {
            Set<String> methods =
                    routes.stream()
                            .filter(route -> route.predicates().areImpliedBy(given))
                            .flatMap(route -> route.methods().stream())
                            .collect(Collectors.toCollection(TreeSet::new));
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return methods;
        }
    }

    /** Which of two shapes takes the requests that fit both. */
    private record Meeting(Shape winner, Shape loser, boolean isByOrder, String example) {}

    private List<Finding> look() {
        for (Route route : file.routes()) {
            if (route.roles().isEmpty()) {
                add(route, Rule.CLOSED, route.name() + " has no roles: nobody may use it");
            }
        }
        List<Shape> shapes = shapes();
        for (int i = 0; i < shapes.size(); i++) {
            headers(shapes.get(i));
            for (int j = i + 1; j < shapes.size(); j++) {
                meeting(shapes.get(i), shapes.get(j)).ifPresent(this::compare);
            }
        }
        detours();
        unused();
        findings.sort(Comparator.comparingInt(Finding::line));
        return findings;
    }

    private List<Shape> shapes() {
        Map<List<String>, Shape> shapes = new LinkedHashMap<>();
        for (Route route : file.routes()) {
            List<String> segments = shape(route.path().segments());
            String host = route.predicates().host();
            List<String> key = new ArrayList<>(segments);
            key.addFirst(host);
            shapes.computeIfAbsent(key, _ -> new Shape(host, segments, new ArrayList<>()))
                    .routes()
                    .add(route);
        }
        return List.copyOf(shapes.values());
    }

    /**
     * As {@link RouteTable} decides: by host, then from the left, a written segment beats a hole.
     */
    private static Optional<Meeting> meeting(Shape one, Shape other) {
        boolean oneIsNarrower = isBelow(one.host(), other.host());
        boolean otherIsNarrower = isBelow(other.host(), one.host());
        boolean apart = !oneIsNarrower && !otherIsNarrower && !one.host().equals(other.host());
        if (apart || one.segments().size() != other.segments().size()) {
            return Optional.empty();
        }
        boolean oneWins = oneIsNarrower;
        String host = oneIsNarrower ? one.host() : other.host();
        StringBuilder example = new StringBuilder(host.replace("*", "x"));
        for (int i = 0; i < one.segments().size(); i++) {
            String here = one.segments().get(i);
            String there = other.segments().get(i);
            if (!here.isEmpty() && !there.isEmpty() && !here.equals(there)) {
                return Optional.empty();
            }
            if (here.isEmpty() != there.isEmpty()) {
                boolean first = !oneIsNarrower && !otherIsNarrower;
                oneWins = first ? there.isEmpty() : oneWins;
                oneIsNarrower |= there.isEmpty();
                otherIsNarrower |= here.isEmpty();
            }
            String segment = here.isEmpty() ? there : here;
            example.append('/').append(segment.isEmpty() ? "x" : segment);
        }
        return Optional.of(
                new Meeting(
                        oneWins ? one : other,
                        oneWins ? other : one,
                        oneIsNarrower && otherIsNarrower,
                        example.toString()));
    }

    private static boolean isBelow(String host, String wider) {
        return wider.isEmpty()
                ? !host.isEmpty()
                : wider.startsWith("*") && !host.equals(wider) && host.endsWith(wider.substring(1));
    }

    /** The first requests in question, if any: those with the fewest headers. */
    private void compare(Meeting meeting) {
        for (Route winner : meeting.winner().routes()) {
            for (Route loser : meeting.loser().routes()) {
                if (!winner.predicates().excludes(loser.predicates())
                        && compare(meeting, winner, loser)) {
                    return;
                }
            }
        }
    }

    private boolean compare(Meeting meeting, Route winner, Route loser) {
        Predicates both = winner.predicates().and(loser.predicates());
        Set<String> hidden = meeting.loser().methods(both);
        Set<String> taken = meeting.winner().methods(both);
        Set<String> shared = new TreeSet<>(hidden);
        hidden.removeAll(taken);
        shared.retainAll(taken);
        String example = new Predicates("", both.headers()).name(meeting.example());
        if (!hidden.isEmpty()) {
            add(
                    winner,
                    Rule.HIDDEN,
                    "%s %s is answered 405: it belongs to %s and not to %s (line %d), which takes it; add the method or a route"
                            .formatted(
                                    String.join(", ", hidden),
                                    example,
                                    winner.name(),
                                    loser.name(),
                                    file.line(loser)));
        }
        if (meeting.isByOrder() && !shared.isEmpty()) {
            overlap(winner, loser, shared, example);
        }
        return !hidden.isEmpty() || meeting.isByOrder() && !shared.isEmpty();
    }

    /** Among routes of one host and path, of which neither needs all headers of the other. */
    private void headers(Shape shape) {
        List<Route> routes =
                shape.routes().stream().sorted(Predicates.MOST_SPECIFIC_FIRST).toList();
        for (int i = 0; i < routes.size(); i++) {
            for (int j = i + 1; j < routes.size(); j++) {
                Predicates winner = routes.get(i).predicates();
                Predicates loser = routes.get(j).predicates();
                Set<String> shared = new TreeSet<>(routes.get(i).methods());
                shared.retainAll(routes.get(j).methods());
                if (!shared.isEmpty() && !winner.excludes(loser) && !loser.areImpliedBy(winner)) {
                    String example = winner.and(loser).name(routes.get(i).path().text());
                    overlap(routes.get(i), routes.get(j), shared, example);
                }
            }
        }
    }

    private void overlap(Route winner, Route loser, Set<String> methods, String example) {
        add(
                winner,
                Rule.OVERLAP,
                "%s %s fits %s and %s (line %d); the first one takes it. Say which by a route of its own"
                        .formatted(
                                String.join(", ", methods),
                                example,
                                winner.name(),
                                loser.name(),
                                file.line(loser)));
    }

    private void detours() {
        for (Route route : file.routes()) {
            for (Part part : route.parts()) {
                file.routes().stream()
                        .filter(own -> isOwnRoute(own, part))
                        .forEach(own -> detour(route, part, own));
            }
        }
    }

    private void detour(Route route, Part part, Route own) {
        Set<String> refused = new TreeSet<>(route.roles());
        refused.removeAll(own.roles());
        if (!refused.isEmpty()) {
            add(
                    route,
                    Rule.DETOUR,
                    "%s shows '%s' to %s, whom %s (line %d) refuses; give both the same roles"
                            .formatted(
                                    route.name(),
                                    part.name(),
                                    String.join(", ", refused),
                                    own.name(),
                                    file.line(own)));
        }
    }

    /** Whether a route alone leads to what the part is. */
    private static boolean isOwnRoute(Route route, Part part) {
        return route.parts().isEmpty()
                && route.upstream().equals(part.upstream())
                && route.methods().contains("GET")
                && shape(segments(route.rewrite().upstreamPath(route.path().text())))
                        .equals(shape(part.path().segments()));
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static List<String> shape(List<String> segments) {
        return segments.stream()
                .map(segment -> PathTemplate.isHole(segment) ? "" : segment)
                .toList();
    }

    private static boolean leadsTo(Route route, UpstreamSettings upstream) {
        return route.traffic().leadsTo(upstream)
                || route.parts().stream().anyMatch(part -> part.upstream().equals(upstream));
    }

    private void unused() {
        file.upstreams().stream()
                .filter(upstream ->
                        file.routes().stream().noneMatch(route -> leadsTo(route, upstream)))
                .forEach(upstream ->
                        findings.add(
                                new Finding(
                                        file.line(upstream),
                                        Rule.UNUSED,
                                        "no route leads to upstream '" + upstream.name() + "'")));
        file.limits().stream()
                .filter(limit ->
                        file.routes().stream().noneMatch(route -> route.limit().equals(limit)))
                .forEach(limit ->
                        findings.add(
                                new Finding(
                                        file.line(limit),
                                        Rule.UNUSED,
                                        "no route has limit '" + limit.name() + "'")));
    }

    private void add(Route route, Rule rule, String detail) {
        findings.add(new Finding(file.line(route), rule, detail));
    }
}
