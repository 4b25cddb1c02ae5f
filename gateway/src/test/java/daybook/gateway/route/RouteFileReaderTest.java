package daybook.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFileReaderTest {
    private static final String GOOD =
            """
            upstreams:
              order:
                url: ${ORDER_URL:http://localhost:1}/base/
                connectTimeout: 500ms
                breaker: { window: 10, failureRatio: 0.3, delay: 2s, probes: 3 }
            limits:
              read:
                requests: 10
                per: 2s
                burst: 20
                roles:
                  operator: { requests: 99 }
            defaults:
              limit: read
              timeout: 5s
              idle: 1m
              maxBody: 64k
              rewrite: { stripPrefix: /api }
            routes:
              - path: /api/orders/{id}
                methods: [GET, PUT]
                upstream: order
                roles: [customer]
              - path: /other
                methods: [GET]
                upstream: order
                timeout: 250ms
                maxBody: 1m
                rewrite: {}
            """;

    @Test
    void a_good_file_is_read_as_it_says() {
        RouteFile file = read(GOOD);
        UpstreamSettings upstream = file.upstreams().getFirst();
        assertThat(upstream.instances()).containsExactly(URI.create("http://localhost:1/base"));
        assertThat(upstream.connectTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(upstream.breaker())
                .isEqualTo(new BreakerSettings(10, 0.3, Duration.ofSeconds(2), 3));
        Route route = file.routes().getFirst();
        assertThat(route.path().text()).isEqualTo("/api/orders/{id}");
        assertThat(route.methods()).containsExactlyInAnyOrder("GET", "PUT");
        assertThat(route.roles()).containsExactly("customer");
        assertThat(route.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(route.idle()).isEqualTo(Duration.ofMinutes(1));
        assertThat(route.maxBodyBytes()).isEqualTo(64 * 1024);
        assertThat(route.rewrite().stripPrefix()).isEqualTo("/api");
        Route other = file.routes().getLast();
        assertThat(other.roles()).isEmpty();
        assertThat(other.timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(other.maxBodyBytes()).isEqualTo(1024 * 1024);
        assertThat(other.rewrite().stripPrefix()).isEmpty();
    }

    @Test
    void a_role_may_have_a_quota_of_its_own() {
        Limit limit = read(GOOD).routes().getFirst().limit();
        assertThat(limit.of(Set.of("customer")))
                .isEqualTo(new Quota("read", 10, Duration.ofSeconds(2), 20));
        assertThat(limit.of(Set.of("customer", "operator")))
                .isEqualTo(new Quota("read-operator", 99, Duration.ofSeconds(1), 99));
    }

    @Test
    void a_variable_of_the_environment_takes_the_place_of_its_default() {
        RouteFile file =
                RouteFileReader.read(
                        GOOD,
                        name -> Optional.ofNullable(Map.of("ORDER_URL", "https://o").get(name)));
        assertThat(file.upstreams().getFirst().instances())
                .containsExactly(URI.create("https://o/base"));
    }

    /** Each row: what to change in the good file, into what, and what the refusal says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    upstream: order|uptream: order|line 20, route 1: key 'upstream' is missing: add it
                    roles: [customer]|rolls: [customer]|line 23, route 1: key 'rolls' is not known here; known are
                    window: 10|windows: 10|key 'windows' is not known here
                    connectTimeout: 500ms|connectTimeout: 500|line 4, upstream 'order': 'connectTimeout' is 500: write 250ms, 5s or 2m
                    failureRatio: 0.3|failureRatio: 30|'failureRatio' is 30: write a share such as 0.5
                    url: ${ORDER_URL:http://localhost:1}/base/|url: localhost:1|line 3, upstream 'order': url is localhost:1: write http://host:port, or several with commas between them
                    url: ${ORDER_URL:http://localhost:1}/base/|url: http://o:1/base,http://o:2|line 3, upstream 'order': the instances in url must all have the same path
                    url: ${ORDER_URL:http://localhost:1}/base/|url: http://o:1, http://o:1|line 3, upstream 'order': url has http://o:1 twice: remove one
                    ${ORDER_URL:http://localhost:1}|${ORDER_URL}|line 3, upstream 'order': ${ORDER_URL} is not set: set it or write ${ORDER_URL:default}
                    requests: 10|requests: 0|line 8, limit 'read': 'requests' is 0: write a number from 1 to 1000000
                    maxBody: 64k|maxBody: big|'maxBody' is big: write bytes, 64k or 2m
                    limit: read|limit: reed|limit 'reed' is not defined; defined are [read]
                    limit: read|burst: 1|key 'limit' is missing: add it here or to defaults
                    methods: [GET, PUT]|methods: [FETCH]|line 21, route 1: /api/orders/{id}: methods must be some of
                    methods: [GET, PUT]|methods: GET|line 21, route 1: 'methods' must be a list
                    path: /api/orders/{id}|path: /api/orders/{id|path /api/orders/{id: segment '{id' must be a name in braces
                    path: /api/orders/{id}|path: /orders/{id}|line 20, route 1: /orders/{id} does not start with the stripPrefix /api
                    path: /other|path: /api/orders/{number}|/api/orders/{number} and /api/orders/{id} answer the same requests: remove one
                    path: /other|path: /other\\n    host: Shop:80|route 2: host is Shop:80: write a name in lower case without a port
                    path: /other|path: /other\\n    headers: { Connection: x }|a route cannot ask for header Connection
                    path: /other|path: /other\\n    headers: { X-User-Id: x }|a route cannot ask for header X-User-Id
                    path: /other|path: /other\\n    headers: { X-B: 1, x-b: 2 }|header x-b is there twice
                    rewrite: {}|rewrite: { path: "/v2/{id}" }|route 2, 'rewrite': path /v2/{id}: {id} must be there once in the route's path /other
                    rewrite: {}|rewrite: { path: "/v2//x" }|path /v2//x: segment '' must be
                    rewrite: {}|rewrite: { path: /v2, stripPrefix: /other }|path says all of the path: leave stripPrefix out
                    rewrite: {}|rewrite: { requestHeaders: { set: { Content-Length: 5 } } }|header Content-Length cannot be set or removed
                    rewrite: {}|rewrite: { requestHeaders: { remove: [authorization] } }|header authorization cannot be set or removed
                    rewrite: {}|rewrite: { requestHeaders: { set: { X-Forwarded-For: 1.2.3.4 } } }|header X-Forwarded-For cannot be set or removed
                    rewrite: {}|rewrite: { answerHeaders: { set: { Connection: x } } }|header Connection cannot be set or removed
                    rewrite: {}|rewrite: { answerHeaders: { set: { "X Y": x } } }|header X Y cannot be set or removed
                    rewrite: {}|rewrite: { answerHeaders: { set: { X-Y: "a\\rb" } } }|the value of header X-Y must be visible ASCII
                    rewrite: {}|rewrite: { answerHeaders: { set: { X-Y: 1 }, remove: [x-y] } }|header x-y is set as well: decide
                    rewrite: {}|rewrite: { answerHeaders: { add: { X-Y: 1 } } }|key 'add' is not known here
                    upstream: order\\n    timeout|upstream: []\\n    timeout|no upstream has a weight above 0
                    upstream: order\\n    timeout|upstream: [{ name: order, weight: 0 }]\\n    timeout|no upstream has a weight above 0
                    upstream: order\\n    timeout|upstream: [{ name: order }]\\n    timeout|upstream 1: key 'weight' is missing
                    upstream: order\\n    timeout|upstream: [{ name: order, weight: 1 }, { name: order, weight: 2 }]\\n    timeout|upstream 'order' is there twice
                    upstream: order\\n    timeout|upstream: [{ name: other, weight: 1 }]\\n    timeout|name 'other' is not defined; defined are [order]
                    rewrite: {}|mirror: { upstream: order }|mirror names an upstream that gets the requests anyway
                    rewrite: {}|mirror: { upstream: order, percent: 0 }|'percent' is 0: write a number from 1 to 100
                    timeout: 250ms|timeout: 0ms|'timeout' is 0ms
                    rewrite: {}|rewrite: {}\\n    path: /twice|key 'path' is there twice: remove one
                    [GET, PUT]|[GET, PUT|not YAML
                    routes:|roots:|no routes: everything would be refused
                    """)
    void a_bad_file_is_refused_with_line_and_remedy(String good, String bad, String message) {
        String text = GOOD.replace(good.replace("\\n", "\n"), bad.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith("line ");
    }

    @Test
    void callers_are_split_by_weight_and_each_stays_where_it_is() {
        String text =
                """
                upstreams:
                  old: { url: http://old, breaker: {} }
                  next: { url: http://next, breaker: {} }
                limits:
                  some: { requests: 1 }
                defaults: { limit: some, timeout: 1s, idle: 1s, maxBody: 0 }
                routes:
                  - path: /a
                    methods: [GET]
                    upstream: [{ name: old, weight: 90 }, { name: next, weight: 10 }]
                """;
        Route ten = read(text).routes().getFirst();
        Route thirty = read(text.replace("90", "70").replace("10", "30")).routes().getFirst();
        int next = 0;
        int nextLater = 0;
        for (int i = 0; i < 10_000; i++) {
            String subject = "customer-" + i;
            boolean isNext = ten.forSubject(subject).upstream().name().equals("next");
            boolean isNextLater = thirty.forSubject(subject).upstream().name().equals("next");
            assertThat(isNext && !isNextLater).as(subject).isFalse();
            next += isNext ? 1 : 0;
            nextLater += isNextLater ? 1 : 0;
        }
        assertThat(next).isBetween(900, 1100);
        assertThat(nextLater).isBetween(2850, 3150);
        Route none = read(text.replace("weight: 10", "weight: 0")).routes().getFirst();
        assertThat(none.forSubject("any").upstream().name()).isEqualTo("old");
    }

    @Test
    void an_empty_file_is_refused() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining("the file is empty");
    }

    private static RouteFile read(String yaml) {
        return RouteFileReader.read(yaml, name -> Optional.empty());
    }
}
