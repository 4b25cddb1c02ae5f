package daybook.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.route.Lint.Finding;
import daybook.gateway.route.Lint.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LintTest {
    private static final String HEAD =
            """
            upstreams:
              main: { url: http://localhost, breaker: {} }
            limits:
              some: { requests: 1 }
            defaults: { limit: some, timeout: 1s, idle: 1s, maxBody: 0 }
            routes:
            """;

    @Test
    void specific_routes_that_take_the_same_methods_are_no_mistake() {
        assertThat(lint(route("/a/{x}", "GET"), route("/a/b", "GET"), route("/a/{x}/c", "POST")))
                .isEmpty();
    }

    @Test
    void a_method_that_a_more_specific_path_takes_away_is_found() {
        assertThat(lint(route("/a/{x}", "GET, DELETE"), route("/a/b", "POST")))
                .containsExactly(
                        new Finding(
                                8,
                                Rule.HIDDEN,
                                "DELETE, GET, HEAD /a/b is answered 405: it belongs to /a/b and not to"
                                        + " /a/{x} (line 7), which takes it; add the method or a route"));
        assertThat(lint(route("/a/{x}", "GET"), route("/a/b", "POST"), route("/a/b", "GET")))
                .isEmpty();
    }

    @Test
    void routes_of_which_neither_is_more_specific_are_found() {
        assertThat(lint(route("/a/{x}/c", "GET"), route("/a/b/{y}", "GET")))
                .containsExactly(
                        new Finding(
                                8,
                                Rule.OVERLAP,
                                "GET, HEAD /a/b/c fits /a/b/{y} and /a/{x}/c (line 7); the first one"
                                        + " takes it. Say which by a route of its own"));
        assertThat(lint(route("/a/{x}/c", "GET"), route("/d/b/{y}", "GET"))).isEmpty();
    }

    @Test
    void hosts_and_headers_are_seen() {
        assertThat(lint(route("/a", "GET"), withHeader("/a", "GET", "X-B", "1"))).isEmpty();
        assertThat(lint(route("/a", "GET"), onHost("x.org", "/a", "GET"))).isEmpty();
        assertThat(lint(onHost("y.org", "/a", "POST"), onHost("x.org", "/a", "GET"))).isEmpty();
        assertThat(lint(onHost("*.y.org", "/a", "POST"), onHost("x.y.org", "/{x}", "POST")))
                .extracting(Finding::rule, Finding::detail)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                Rule.OVERLAP,
                                "POST x.y.org/a fits x.y.org/{x} and *.y.org/a (line 7); the first"
                                        + " one takes it. Say which by a route of its own"));
        assertThat(lint(route("/a/{x}", "GET"), withHeader("/a/b", "POST", "X-B", "1")))
                .extracting(Finding::detail)
                .containsExactly(
                        "GET, HEAD /a/b (X-B: 1) is answered 405: it belongs to /a/b (X-B: 1) and"
                                + " not to /a/{x} (line 7), which takes it; add the method or a route");
        assertThat(
                        lint(
                                withHeader("/a", "GET", "X-A", "1"),
                                withHeader("/a", "GET", "X-B", "\"*\"")))
                .extracting(Finding::detail)
                .containsExactly(
                        "GET /a (X-A: 1, X-B: *) fits /a (X-A: 1) and /a (X-B: *) (line 8); the"
                                + " first one takes it. Say which by a route of its own");
    }

    private static String onHost(String host, String path, String methods) {
        return route(path, methods).replace(" }", ", host: \"%s\" }".formatted(host));
    }

    private static String withHeader(String path, String methods, String name, String value) {
        return route(path, methods).replace(" }", ", headers: { %s: %s } }".formatted(name, value));
    }

    @Test
    void a_route_for_nobody_and_what_no_route_needs_are_found() {
        String file =
                """
                upstreams:
                  main: { url: http://localhost, breaker: {} }
                  spare: { url: http://localhost:1, breaker: {} }
                limits:
                  some: { requests: 1 }
                  none: { requests: 1 }
                defaults: { limit: some, timeout: 1s, idle: 1s, maxBody: 0 }
                routes:
                  - { path: /a, methods: [GET], upstream: main }
                """;
        assertThat(Lint.of(RouteFileReader.read(file, _ -> Optional.empty())))
                .extracting(Finding::line, Finding::rule)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(3, Rule.UNUSED),
                        org.assertj.core.api.Assertions.tuple(6, Rule.UNUSED),
                        org.assertj.core.api.Assertions.tuple(9, Rule.CLOSED));
    }

    @Test
    void a_part_shown_to_those_whom_its_own_route_refuses_is_found() {
        String composed =
                """
                  - path: /a/{x}/all
                    methods: [GET]
                    roles: [r, guest]
                    compose: { a: { upstream: main, path: "/a/{id}", required: true } }
                """;
        assertThat(lint(route("/a/{x}", "GET"), composed.replace("{id}", "{x}")))
                .containsExactly(
                        new Finding(
                                8,
                                Rule.DETOUR,
                                "/a/{x}/all shows 'a' to guest, whom /a/{x} (line 7) refuses; give"
                                        + " both the same roles"));
        assertThat(
                        lint(
                                route("/a/{x}", "POST"),
                                route("/a/x", "GET"),
                                composed.replace("{id}", "{x}")))
                .extracting(Finding::rule)
                .doesNotContain(Rule.DETOUR);
    }

    @Test
    void an_upstream_that_only_a_part_needs_is_needed() {
        String file =
                """
                upstreams:
                  main: { url: http://localhost, breaker: {} }
                  spare: { url: http://localhost:1, breaker: {} }
                limits:
                  some: { requests: 2 }
                defaults: { limit: some, timeout: 1s }
                routes:
                  - path: /a
                    methods: [GET]
                    roles: [r]
                    compose:
                      a: { upstream: main, path: /x, required: true }
                      b: { upstream: spare, path: /x }
                """;
        assertThat(Lint.of(RouteFileReader.read(file, _ -> Optional.empty()))).isEmpty();
    }

    private static String route(String path, String methods) {
        return "  - { path: \"%s\", methods: [%s], upstream: main, roles: [r] }%n"
                .formatted(path, methods);
    }

    private static List<Finding> lint(String... routes) {
        return Lint.of(RouteFileReader.read(HEAD + String.join("", routes), _ -> Optional.empty()));
    }
}
