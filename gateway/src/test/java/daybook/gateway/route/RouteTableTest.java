package daybook.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final RouteTable table = new RouteTable();

    @Test
    void a_written_segment_beats_a_hole_whatever_the_order() {
        Route hole = add("/orders/{id}", "GET");
        Route written = add("/orders/open", "GET");
        assertThat(find("GET", "orders", "open")).isEqualTo(new RouteTable.Match.Found(written));
        assertThat(find("GET", "orders", "o-1")).isEqualTo(new RouteTable.Match.Found(hole));
    }

    @Test
    void a_written_segment_that_leads_nowhere_gives_way_to_the_hole() {
        add("/orders/open/all", "GET");
        Route hole = add("/orders/{id}/lines", "GET");
        assertThat(find("GET", "orders", "open", "lines"))
                .isEqualTo(new RouteTable.Match.Found(hole));
    }

    @Test
    void a_hole_takes_one_segment_and_not_an_empty_one() {
        add("/orders/{id}", "GET");
        assertThat(find("GET", "orders", "")).isEqualTo(new RouteTable.Match.Nothing());
        assertThat(find("GET", "orders", "a", "b")).isEqualTo(new RouteTable.Match.Nothing());
        assertThat(find("GET", "orders")).isEqualTo(new RouteTable.Match.Nothing());
    }

    @Test
    void a_known_path_names_its_methods_and_head_comes_with_get() {
        Route get = add("/orders", "GET");
        add("/orders", "POST");
        assertThat(find("PUT", "orders"))
                .isEqualTo(new RouteTable.Match.OtherMethods(Set.of("GET", "POST")));
        assertThat(find("HEAD", "orders")).isEqualTo(new RouteTable.Match.Found(get));
    }

    @Test
    void a_second_route_for_the_same_requests_is_given_away() {
        Route first = add("/orders/{id}", "GET");
        assertThat(table.add(route("/orders/{number}", "GET"))).contains(first);
    }

    @Test
    void a_path_template_is_checked() {
        assertThat(PathTemplate.parse("/a/{b}/c-d").segments()).containsExactly("a", "{b}", "c-d");
        for (String bad :
                new String[] {
                    "a", "/", "/a//b", "/a/", "/a/{}", "/a/b{c}", "/a/..", "/a;b", "/a%20b"
                }) {
            assertThatThrownBy(() -> PathTemplate.parse(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_prefix_is_taken_off_for_the_upstream_and_put_back_for_the_caller() {
        Route route = route("/api/orders", "POST");
        assertThat(route.target("/api/orders", "?a=1")).isEqualTo("/base/orders?a=1");
        assertThat(route.callerLocation("/base/orders/1")).isEqualTo("/api/orders/1");
        assertThat(route.callerLocation("http://order:1/base/orders/1")).isEqualTo("/api/orders/1");
        assertThat(route.callerLocation("http://order:12/base/x"))
                .isEqualTo("http://order:12/base/x");
        assertThat(route.callerLocation("//elsewhere/x")).isEqualTo("//elsewhere/x");
        assertThat(route.callerLocation("relative")).isEqualTo("relative");
    }

    private RouteTable.Match find(String method, String... segments) {
        return table.find(method, List.of(segments));
    }

    private Route add(String path, String method) {
        Route route = route(path, method);
        assertThat(table.add(route)).isEmpty();
        return route;
    }

    private static Route route(String path, String method) {
        Quota quota = new Quota("q", 1, Duration.ofSeconds(1), 1);
        return new Route(
                PathTemplate.parse(path),
                Set.of(method),
                new UpstreamSettings(
                        "order",
                        List.of(
                                URI.create("http://order:1/base"),
                                URI.create("http://order:2/base")),
                        Duration.ofSeconds(1),
                        1,
                        1,
                        new BreakerSettings(1, 1, Duration.ofSeconds(1), 1)),
                Set.of(),
                new Limit("l", quota, Map.of()),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                path.startsWith("/api") ? "/api" : "");
    }
}
