package daybook.gateway.route;

import daybook.gateway.exchange.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what a composed route is put together from. */
final class PartsReader {
    /** The member that says what is missing. */
    private static final String PROBLEMS = "problems";

    private static final long MAX_BYTES = 1 << 20;

    private final PathTemplate route;
    private final Duration routeTimeout;
    private final Map<String, UpstreamSettings> upstreams;

    PartsReader(
            PathTemplate route, Duration routeTimeout, Map<String, UpstreamSettings> upstreams) {
        this.route = route;
        this.routeTimeout = routeTimeout;
        this.upstreams = upstreams;
    }

    List<Part> read(Section compose) {
        if (new HashSet<>(route.segments()).size() < route.segments().size()) {
            throw compose.error(
                    route.text() + ": a composed route needs a name of its own for each hole");
        }
        List<Part> parts = new ArrayList<>();
        compose.named("part").forEach((name, section) -> parts.add(part(name, section)));
        if (parts.stream().noneMatch(Part::required)) {
            throw compose.error(
                    "no part is required, so that there would be an answer about nothing: give the"
                            + " one that it is about 'required: true'");
        }
        return parts;
    }

    /** Refuses a limit under which nobody could ever get the whole. */
    static void checkLimit(Section section, Limit limit, List<Part> parts) {
        Stream.concat(Stream.of(limit.standard()), limit.byRole().values().stream())
                .filter(quota -> quota.burst() < parts.size())
                .findAny()
                .ifPresent(quota -> {
                    throw section.error(
                            "limit",
                            "quota '%s' has a burst of %d and the route's parts cost %d: raise it or name another limit"
                                    .formatted(quota.name(), quota.burst(), parts.size()));
                });
    }

    private Part part(String name, Section section) {
        if (!name.matches("[A-Za-z][A-Za-z0-9]*") || name.equals(PROBLEMS)) {
            throw section.error(
                    "a part's name is of the characters A-Z a-z 0-9 and is not " + PROBLEMS);
        }
        Duration timeout = section.duration("timeout").orElse(routeTimeout);
        if (timeout.compareTo(routeTimeout) > 0) {
            throw section.error(
                    "timeout",
                    "'timeout' is longer than the route's, " + routeTimeout.toMillis() + "ms");
        }
        Part part =
                new Part(
                        name,
                        RouteFileReader.named(
                                section, "upstream", section.required("upstream"), upstreams),
                        path(section),
                        required(section),
                        timeout,
                        section.bytes("maxBody").orElse(MAX_BYTES),
                        requestHeaders(section));
        section.refuseOthers();
        return part;
    }

    private PathTemplate path(Section section) {
        PathTemplate path = RouteFileReader.path(section);
        Set<String> unknown = new HashSet<>(path.segments());
        unknown.removeIf(segment -> !PathTemplate.isHole(segment));
        route.segments().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw section.error("path", "the route's path has no " + String.join(", ", unknown));
        }
        return path;
    }

    /** Nothing that would frame a body, or say who the caller is: the parts' headers are ours. */
    private static Set<String> requestHeaders(Section section) {
        Set<String> names = section.texts("requestHeaders");
        for (String name : names) {
            if (!Headers.isName(name) || !Headers.mayBeEdited(name)) {
                throw section.error(
                        "requestHeaders",
                        "header "
                                + name
                                + " cannot be passed to a part: it is none, belongs to the"
                                + " connection or a body, or says who or where the caller is");
            }
        }
        return names;
    }

    private static boolean required(Section section) {
        return switch (section.text("required").orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                    throw section.error(
                            "required", "'required' is " + other + ": write true or false");
        };
    }
}
