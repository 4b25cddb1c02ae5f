package daybook.cli;

import daybook.gateway.exchange.RequestPath;
import daybook.gateway.route.BreakerSettings;
import daybook.gateway.route.Part;
import daybook.gateway.route.Quota;
import daybook.gateway.route.Route;
import daybook.gateway.route.RouteFile;
import daybook.gateway.route.RouteTable;
import daybook.gateway.route.Traffic;
import daybook.gateway.route.UpstreamSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook gateway explain}. */
@Command(
        name = "explain",
        description = {
            "Tells what the gateway would do with a request, and why.",
            "",
            "Goes through the steps of the gateway with the routes file alone: nothing has to run.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it would be sent on", "1:it would be refused"})
final class GatewayExplainCommand implements Callable<Integer> {

    @Mixin private final RoutesOption routes = new RoutesOption();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "METHOD", description = "Such as GET.")
    private String method = "";

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "As in the request line, such as '/api/orders/42?limit=5'.")
    private String target = "";

    @Option(
            names = "--roles",
            paramLabel = "ROLE",
            split = ",",
            description = "What the caller's token says, with commas between (default: none).")
    private Set<String> roles = new TreeSet<>();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The name that the caller asks for (default: one that no route names).")
    private String host = "";

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "A header of the request; may be there several times.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--subject",
            paramLabel = "SUBJECT",
            description = "Who calls; chooses among upstreams that share the callers.")
    private String subject = "";

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        boolean sent = explain(out, routes.read());
        out.flush();
        return sent ? 0 : 1;
    }

    private boolean explain(PrintWriter out, RouteFile file) {
        int question = target.indexOf('?');
        String query = question < 0 ? "" : target.substring(question);
        RequestPath path = RequestPath.of(question < 0 ? target : target.substring(0, question));
        return switch (path) {
            case RequestPath.Refused(var why) -> {
                line(out, "path", "refused with 400 bad-path: " + why);
                yield false;
            }
            case RequestPath.Canonical canonical -> {
                line(out, "path", canonical.text() + ", which all steps and the upstream see");
                yield explain(out, file, canonical, query);
            }
        };
    }

    private boolean explain(
            PrintWriter out, RouteFile file, RequestPath.Canonical path, String query) {
        Map<String, List<String>> sent = headers();
        return switch (file.table()
                .find(
                        method.toUpperCase(Locale.ROOT),
                        path.segments(),
                        host,
                        name -> sent.getOrDefault(name, List.of()))) {
            case RouteTable.Match.Nothing() -> {
                line(
                        out,
                        "route",
                        "refused with 404 no-route: no route has this path, host and headers");
                yield false;
            }
            case RouteTable.Match.OtherMethods(var allowed) -> {
                line(
                        out,
                        "route",
                        "refused with 405 method-not-allowed: the path takes "
                                + String.join(", ", allowed));
                yield false;
            }
            case RouteTable.Match.Found(var route) -> {
                line(
                        out,
                        "route",
                        "%s, line %d of %s: the most specific one that fits"
                                .formatted(route.name(), file.line(route), routes.name()));
                yield caller(out, route) && rest(out, route.forSubject(subject), path, query);
            }
        };
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--header " + header + ": write 'Name: value'");
            }
            all.computeIfAbsent(header.substring(0, colon).strip(), _ -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        return all;
    }

    private boolean caller(PrintWriter out, Route route) {
        Set<String> enough = new TreeSet<>(roles);
        enough.retainAll(route.roles());
        if (enough.isEmpty()) {
            line(
                    out,
                    "caller",
                    route.roles().isEmpty()
                            ? "refused with 403 forbidden: the route has no roles, so nobody may"
                            : "refused with 403 forbidden: one of %s is needed, and with no token it is 401"
                                    .formatted(new TreeSet<>(route.roles())));
            return false;
        }
        line(out, "caller", "may, as " + String.join(", ", enough));
        return true;
    }

    private boolean rest(PrintWriter out, Route route, RequestPath.Canonical path, String query) {
        Quota quota = route.limit().of(roles);
        line(
                out,
                "limit",
                "%s: %,d requests in %s, and %,d at once; 429 beyond%s"
                        .formatted(
                                quota.name(),
                                quota.requests(),
                                text(quota.per()),
                                quota.burst(),
                                route.cost() == 1 ? "" : "; this counts as " + route.cost()));
        if (!route.parts().isEmpty()) {
            route.parts().forEach(part -> part(out, route, part, path));
            return true;
        }
        breaker(out, route.upstream());
        upstream(out, route, path, query);
        return true;
    }

    private static void part(PrintWriter out, Route route, Part part, RequestPath.Canonical path) {
        line(
                out,
                "part",
                "%s, %s: GET %s at %s, whole within %s and %,d bytes"
                        .formatted(
                                part.name(),
                                part.required()
                                        ? "without which there is no answer"
                                        : "null if it fails",
                                part.target(route.path(), path.segments()),
                                places(part.upstream()),
                                text(part.timeout()),
                                part.maxBytes()));
        breaker(out, part.upstream());
    }

    private static void breaker(PrintWriter out, UpstreamSettings upstream) {
        BreakerSettings breaker = upstream.breaker();
        line(
                out,
                "breaker",
                "of %s: opens for %s once %.0f %% of %d calls have failed, closes after %d good ones"
                        .formatted(
                                upstream.name(),
                                text(breaker.delay()),
                                breaker.failureRatio() * 100,
                                breaker.window(),
                                breaker.probes()));
    }

    private void upstream(PrintWriter out, Route route, RequestPath.Canonical path, String query) {
        line(
                out,
                "upstream",
                "%s %s at %s"
                        .formatted(
                                method.toUpperCase(Locale.ROOT),
                                route.target(path.text(), query),
                                places(route.upstream())));
        traffic(out, route);
        line(
                out,
                "bounds",
                "a body of %,d bytes, %s until the answer's headers, silences of %s"
                        .formatted(
                                route.maxBodyBytes(), text(route.timeout()), text(route.idle())));
    }

    private static String places(UpstreamSettings upstream) {
        return upstream.instances().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" or "));
    }

    private void traffic(PrintWriter out, Route route) {
        Traffic traffic = route.traffic();
        if (traffic.split().size() > 1) {
            line(
                    out,
                    "split",
                    traffic.split().stream()
                            .map(share -> share.upstream().name() + " " + share.weight())
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            "by subject, in these parts: ",
                                            "; '%s' goes to %s"
                                                    .formatted(subject, route.upstream().name()))));
        }
        traffic.mirror()
                .ifPresent(mirror ->
                        line(
                                out,
                                "mirror",
                                "%d %% are copied to %s, whose answers are thrown away"
                                        .formatted(mirror.percent(), mirror.upstream().name())));
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1_000 == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
    }

    private static void line(PrintWriter out, String step, String what) {
        out.printf("  %-10s%s%n", step, what);
    }
}
