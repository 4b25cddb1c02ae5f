package daybook.gateway.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
        /** No route needs it. */
        UNUSED
    }

    /**
     * @param line of the file, from 1
     */
    public record Finding(int line, Rule rule, String detail) {}

    /** The routes of one path, whatever its holes are called. */
    private record Shape(List<String> segments, Map<String, Route> byMethod) {

        Route first() {
            return byMethod.values().iterator().next();
        }

        Set<String> methods() {
            Set<String> methods = new TreeSet<>(byMethod.keySet());
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return methods;
        }
    }

    private List<Finding> look() {
        for (Route route : file.routes()) {
            if (route.roles().isEmpty()) {
                add(route, Rule.CLOSED, route.path().text() + " has no roles: nobody may use it");
            }
        }
        List<Shape> shapes = shapes();
        for (int i = 0; i < shapes.size(); i++) {
            for (int j = i + 1; j < shapes.size(); j++) {
                compare(shapes.get(i), shapes.get(j));
            }
        }
        unused();
        findings.sort(Comparator.comparingInt(Finding::line));
        return findings;
    }

    private List<Shape> shapes() {
        Map<List<String>, Shape> shapes = new LinkedHashMap<>();
        for (Route route : file.routes()) {
            List<String> segments =
                    route.path().segments().stream()
                            .map(segment -> PathTemplate.isHole(segment) ? "" : segment)
                            .toList();
            Shape shape =
                    shapes.computeIfAbsent(segments, s -> new Shape(s, new LinkedHashMap<>()));
            route.methods().forEach(method -> shape.byMethod().put(method, route));
        }
        return List.copyOf(shapes.values());
    }

    /** As {@link RouteTable} decides: from the left, a written segment beats a hole. */
    private void compare(Shape one, Shape other) {
        if (one.segments().size() != other.segments().size()) {
            return;
        }
        StringBuilder example = new StringBuilder();
        boolean oneIsWritten = false;
        boolean otherIsWritten = false;
        boolean oneWins = false;
        for (int i = 0; i < one.segments().size(); i++) {
            String here = one.segments().get(i);
            String there = other.segments().get(i);
            if (!here.isEmpty() && !there.isEmpty() && !here.equals(there)) {
                return;
            }
            if (here.isEmpty() != there.isEmpty()) {
                boolean first = !oneIsWritten && !otherIsWritten;
                oneWins = first ? there.isEmpty() : oneWins;
                oneIsWritten |= there.isEmpty();
                otherIsWritten |= here.isEmpty();
            }
            String segment = here.isEmpty() ? there : here;
            example.append('/').append(segment.isEmpty() ? "x" : segment);
        }
        Shape winner = oneWins ? one : other;
        Shape loser = oneWins ? other : one;
        hidden(winner, loser, example.toString());
        if (oneIsWritten && otherIsWritten) {
            overlap(winner, loser, example.toString());
        }
    }

    private void hidden(Shape winner, Shape loser, String example) {
        Set<String> methods = loser.methods();
        methods.removeAll(winner.methods());
        if (!methods.isEmpty()) {
            add(
                    winner.first(),
                    Rule.HIDDEN,
                    "%s %s is answered 405: it belongs to %s and not to %s (line %d), which takes it; add the method or a route"
                            .formatted(
                                    String.join(", ", methods),
                                    example,
                                    winner.first().path().text(),
                                    loser.first().path().text(),
                                    file.line(loser.first())));
        }
    }

    private void overlap(Shape winner, Shape loser, String example) {
        Set<String> methods = winner.methods();
        methods.retainAll(loser.methods());
        if (!methods.isEmpty()) {
            add(
                    winner.first(),
                    Rule.OVERLAP,
                    "%s %s fits %s and %s (line %d); the first one takes it. Say which by a route of its own"
                            .formatted(
                                    String.join(", ", methods),
                                    example,
                                    winner.first().path().text(),
                                    loser.first().path().text(),
                                    file.line(loser.first())));
        }
    }

    private void unused() {
        file.upstreams().stream()
                .filter(upstream ->
                        file.routes().stream()
                                .noneMatch(route -> route.upstream().equals(upstream)))
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
