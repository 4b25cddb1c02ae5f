package daybook.gateway.route;

import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Turns a routes file into checked data, or says which line is wrong and how to mend it. */
public final class RouteFileReader {
    private static final Set<String> METHODS =
            Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Duration BODY_TIMEOUT = Duration.ofMinutes(1);
    private static final int MANY = 100_000;

    private final Map<String, UpstreamSettings> upstreams = new LinkedHashMap<>();
    private final Map<String, Limit> limits = new LinkedHashMap<>();
    private final Map<Record, Integer> lines = new HashMap<>();
    private final RouteTable table = new RouteTable();

    private RouteFileReader() {}

    /**
     * Reads and checks a whole file.
     *
     * @param yaml the file's text
     * @param variables values for {@code ${NAME}}
     * @throws RouteFileException on the first mistake
     */
    public static RouteFile read(String yaml, Function<String, Optional<String>> variables) {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new RouteFileException("line " + line + ": not YAML: " + e.getProblem());
        }
        if (root == null) {
            throw new RouteFileException("line 1: the file is empty: add upstreams and routes");
        }
        return new RouteFileReader().read(new Section("the file", root, variables));
    }

    private RouteFile read(Section file) {
        file.section("upstreams")
                .orElseThrow(() -> file.error("key 'upstreams' is missing: add it"))
                .named("upstream")
                .forEach((name, section) ->
                        upstreams.put(name, at(section, upstream(name, section))));
        file.section("limits")
                .orElseThrow(() -> file.error("key 'limits' is missing: add it"))
                .named("limit")
                .forEach((name, section) -> limits.put(name, at(section, limit(name, section))));
        Optional<Section> defaults = file.section("defaults");
        List<Route> routes = new ArrayList<>();
        for (Section section : file.list("routes", "route")) {
            routes.add(at(section, route(section, defaults.orElse(null))));
        }
        if (routes.isEmpty()) {
            throw file.error("routes", "no routes: everything would be refused; list some");
        }
        defaults.ifPresent(Section::refuseOthers);
        file.refuseOthers();
        return new RouteFile(
                routes, List.copyOf(upstreams.values()), List.copyOf(limits.values()), lines);
    }

    private <T extends Record> T at(Section section, T part) {
        lines.put(part, section.line());
        return part;
    }

    private static UpstreamSettings upstream(String name, Section section) {
        List<URI> instances = instances(section);
        Duration connect = section.duration("connectTimeout").orElse(Duration.ofSeconds(2));
        int connections = (int) section.number("connections", 100, 1, MANY);
        int queue = (int) section.number("queue", 1_000, 0, MANY);
        BreakerSettings breaker =
                section.section("breaker")
                        .map(RouteFileReader::breaker)
                        .orElseThrow(() -> section.error("key 'breaker' is missing: add it"));
        section.refuseOthers();
        return new UpstreamSettings(name, instances, connect, connections, queue, breaker);
    }

    private static List<URI> instances(Section section) {
        List<URI> instances = new ArrayList<>();
        for (String url : section.required("url").split(",", -1)) {
            URI instance = instance(section, url.strip());
            if (instances.contains(instance)) {
                throw section.error("url", "url has " + instance + " twice: remove one");
            }
            instances.add(instance);
        }
        if (instances.stream().map(URI::getRawPath).distinct().count() > 1) {
            throw section.error("url", "the instances in url must all have the same path");
        }
        return instances;
    }

    private static URI instance(Section section, String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // said below
        }
        throw section.error(
                "url",
                "url is " + text + ": write http://host:port, or several with commas between them");
    }

    private static BreakerSettings breaker(Section section) {
        BreakerSettings breaker =
                new BreakerSettings(
                        (int) section.number("window", 20, 1, MANY),
                        section.ratio("failureRatio", 0.5),
                        section.duration("delay").orElse(Duration.ofSeconds(5)),
                        (int) section.number("probes", 2, 1, MANY));
        section.refuseOthers();
        return breaker;
    }

    private static Limit limit(String name, Section section) {
        Map<String, Quota> byRole = new HashMap<>();
        section.section("roles")
                .ifPresent(roles ->
                        roles.named("limit '" + name + "', role")
                                .forEach((role, s) -> {
                                    byRole.put(role, quota(name + "-" + role, s));
                                    s.refuseOthers();
                                }));
        Limit limit = new Limit(name, quota(name, section), byRole);
        section.refuseOthers();
        return limit;
    }

    private static Quota quota(String name, Section section) {
        long requests = section.number("requests", section.required("requests"), 1, 1_000_000);
        Duration per = section.duration("per").orElse(Duration.ofSeconds(1));
        return new Quota(name, requests, per, section.number("burst", requests, 1, 1_000_000));
    }

    private Route route(Section section, @Nullable Section defaults) {
        PathTemplate path = path(section);
        Set<String> methods = section.texts("methods");
        if (methods.isEmpty() || !METHODS.containsAll(methods)) {
            throw section.error("methods", path.text() + ": methods must be some of " + METHODS);
        }
        Limit limit =
                named(
                        section,
                        "limit",
                        either(section, defaults, "limit", s -> s.text("limit")),
                        limits);
        Route route =
                section.section("compose")
                        .map(compose -> composed(section, compose, defaults, path, methods, limit))
                        .orElseGet(() -> forwarded(section, defaults, path, methods, limit));
        section.refuseOthers();
        table.add(route)
                .ifPresent(other -> {
                    throw section.error(
                            route.name()
                                    + " and "
                                    + other.name()
                                    + " answer the same requests: remove one or its method, or let"
                                    + " one ask for more headers");
                });
        return route;
    }

    private Route forwarded(
            Section section,
            @Nullable Section defaults,
            PathTemplate path,
            Set<String> methods,
            Limit limit) {
        Traffic traffic = Traffic.read(section, upstreams);
        return new Route(
                path,
                Predicates.read(section),
                methods,
                traffic.split().getFirst().upstream(),
                traffic,
                section.texts("roles"),
                limit,
                either(section, defaults, "timeout", s -> s.duration("timeout")),
                either(section, defaults, "idle", s -> s.duration("idle")),
                either(section, defaults, "maxBody", s -> s.bytes("maxBody")),
                Rewrite.read(section, defaults, path),
                bodyTimeout(section, defaults),
                Access.read(section, defaults),
                List.of());
    }

    private Route composed(
            Section section,
            Section compose,
            @Nullable Section defaults,
            PathTemplate path,
            Set<String> methods,
            Limit limit) {
        if (!methods.equals(Set.of("GET"))) {
            throw section.error("methods", path.text() + ": a composed route takes GET alone");
        }
        Duration timeout = either(section, defaults, "timeout", s -> s.duration("timeout"));
        List<Part> parts = new PartsReader(path, timeout, upstreams).read(compose);
        PartsReader.checkLimit(section, limit, parts);
        UpstreamSettings first =
                parts.stream().filter(Part::required).findFirst().orElseThrow().upstream();
        return new Route(
                path,
                Predicates.read(section),
                methods,
                first,
                Traffic.to(first),
                section.texts("roles"),
                limit,
                timeout,
                timeout,
                0,
                Rewrite.NONE,
                bodyTimeout(section, defaults),
                Access.read(section, defaults),
                parts);
    }

    static PathTemplate path(Section section) {
        String text = section.required("path");
        try {
            return PathTemplate.parse(text);
        } catch (IllegalArgumentException e) {
            throw section.error("path", "path " + text + ": " + e.getMessage());
        }
    }

    private static Duration bodyTimeout(Section section, @Nullable Section defaults) {
        return section.or(defaults, s -> s.duration("bodyTimeout")).orElse(BODY_TIMEOUT);
    }

    static <T> T named(Section section, String key, String name, Map<String, T> all) {
        T found = all.get(name);
        if (found == null) {
            throw section.error(
                    key, key + " '" + name + "' is not defined; defined are " + all.keySet());
        }
        return found;
    }

    private static <T> T either(
            Section section,
            @Nullable Section defaults,
            String key,
            Function<Section, Optional<T>> read) {
        return section.or(defaults, read)
                .orElseThrow(() ->
                        section.error("key '" + key + "' is missing: add it here or to defaults"));
    }
}
