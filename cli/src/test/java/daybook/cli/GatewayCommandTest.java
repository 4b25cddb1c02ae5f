package daybook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayCommandTest {

    private static final String ROUTES =
            """
            upstreams:
              main: { url: "http://a:1/base, http://b:1/base", breaker: {} }
            limits:
              some: { requests: 10, per: 500ms, burst: 20, roles: { boss: { requests: 99 } } }
            defaults: { limit: some, timeout: 1s, idle: 2s, maxBody: 1k, rewrite: { stripPrefix: /api } }
            routes:
              - { path: "/api/a/{x}", methods: [GET], upstream: main, roles: [staff, boss] }
              - { path: /api/a/new, methods: [POST], upstream: main, roles: [boss] }
              - path: /api/a/{x}/all
                methods: [GET]
                roles: [staff]
                compose:
                  one: { upstream: main, path: "/a/{x}", required: true }
                  two: { upstream: main, path: "/b/{x}", timeout: 250ms, maxBody: 2k }
            """;

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void daybooks_own_routes_have_no_findings() {
        assertThat(execute("lint")).isZero();
        assertThat(out.toString()).contains("daybook-routes.yaml: ", " routes to 4 upstreams");
    }

    @Test
    void a_finding_names_file_and_line_and_fails_a_build() throws IOException {
        Path file = Files.writeString(folder.resolve("r.yaml"), ROUTES);
        assertThat(execute("lint", "--routes", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(file + ":8: hidden: GET, HEAD /api/a/new is answered 405");
    }

    @Test
    void a_file_that_the_gateway_would_refuse_is_refused_in_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("r.yaml"), ROUTES + "more: 1\n");
        assertThat(execute("lint", "--routes", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("daybook: " + file + ", line 15, the file: key 'more' is not known");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get|/api/a/7?x=1|boss|0|some-boss: 99 requests in 1 s, and 99 at once",
                "GET|/api/a/7?x=1|staff|0|GET /base/a/7?x=1 at http://a:1/base or http://b:1/base",
                "GET|/api/a/7|staff|0|some: 10 requests in 500 ms, and 20 at once",
                "GET|/api/a/7|staff|0|/api/a/{x}, line 7 of",
                "GET|/api/a/7/all|staff|0|and 20 at once; 429 beyond; this counts as 2",
                "GET|/api/a/7/all|staff|0|one, without which there is no answer: GET /base/a/7 at http://a:1",
                "GET|/api/a/7/all|staff|0|two, null if it fails: GET /base/b/7 at http://a:1/base or http://b:1/base, whole within 250 ms and 2,048 bytes",
                "GET|/api/a/7|guest|1|refused with 403 forbidden: one of [boss, staff] is needed",
                "GET|/api/a/new|staff|1|refused with 405 method-not-allowed: the path takes POST",
                "GET|/api/b|staff|1|refused with 404 no-route",
                "GET|/api/a/%2e%2e|staff|1|refused with 400 bad-path",
            })
    void a_request_is_explained(
            String method, String target, String role, int exit, String expected)
            throws IOException {
        Path file = Files.writeString(folder.resolve("r.yaml"), ROUTES);
        assertThat(execute("explain", method, target, "--roles", role, "--routes", file.toString()))
                .isEqualTo(exit);
        assertThat(out.toString()).contains(expected);
    }

    @Test
    void host_and_headers_of_the_request_choose_the_route() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("r.yaml"),
                        ROUTES
                                + "  - { path: /api/b, host: \"*.x.org\", headers: { X-Beta: 1 },"
                                + " methods: [GET], upstream: main, roles: [boss] }\n");
        String[] request = {
            "explain",
            "GET",
            "/api/b",
            "--roles",
            "boss",
            "--routes",
            file.toString(),
            "--host",
            "a.x.org",
            "--header",
            "x-beta: 1"
        };
        assertThat(execute(request)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("*.x.org/api/b (X-Beta: 1), line 15 of");
        request[10] = "x-beta: 2";
        assertThat(execute(request)).isEqualTo(1);
    }

    @Test
    void who_shares_the_callers_and_who_gets_copies_is_told() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("r.yaml"),
                        ROUTES.replace(
                                        "limits:",
                                        "  next: { url: \"http://n\", breaker: {} }\n"
                                                + "  copy: { url: \"http://c\", breaker: {} }\nlimits:")
                                + "  - { path: /api/b, methods: [GET], roles: [boss], mirror: { upstream:"
                                + " copy, percent: 5 }, upstream: [{ name: main, weight: 0 }, { name:"
                                + " next, weight: 7 }] }\n");
        assertThat(execute("lint", "--routes", file.toString())).isEqualTo(1);
        assertThat(out.toString()).doesNotContain("unused");
        assertThat(
                        execute(
                                "explain",
                                "GET",
                                "/api/b",
                                "--roles",
                                "boss",
                                "--subject",
                                "anna",
                                "--routes",
                                file.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains(
                        "by subject, in these parts: main 0, next 7; 'anna' goes to next",
                        "GET /b at http://n",
                        "5 % are copied to copy");
    }

    private int execute(String... arguments) {
        var line = Daybook.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "gateway";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }
}
