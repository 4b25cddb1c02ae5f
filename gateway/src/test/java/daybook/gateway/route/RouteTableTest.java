package daybook.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final UpstreamSettings UPSTREAM =
            new UpstreamSettings(
                    "order",
                    List.of(URI.create("http://order:1/base"), URI.create("http://order:2/base")),
                    Duration.ofSeconds(1),
                    1,
                    1,
                    new BreakerSettings(1, 1, Duration.ofSeconds(1), 1));

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
    void a_host_beats_a_wildcard_and_the_longer_wildcard_beats_the_shorter() {
        Route any = add("/a", "GET");
        Route exact = at("shop.example.org", Map.of(), "/{x}", "GET");
        Route wide = at("*.example.org", Map.of(), "/a", "GET");
        Route near = at("*.eu.example.org", Map.of(), "/a", "GET");
        assertThat(at("Shop.Example.ORG", "GET", "a")).isEqualTo(found(exact));
        assertThat(at("other.example.org", "GET", "a")).isEqualTo(found(wide));
        assertThat(at("x.y.eu.example.org", "GET", "a")).isEqualTo(found(near));
        for (String host :
                List.of("example.org", "", "badexample.org", ".example", "a".repeat(300))) {
            assertThat(at(host, "GET", "a")).as(host).isEqualTo(found(any));
        }
    }

    @Test
    void a_host_that_lacks_the_path_gives_way_and_one_that_lacks_the_method_does_not() {
        at("shop.example.org", Map.of(), "/a", "POST");
        Route other = add("/b", "GET");
        add("/a", "GET");
        assertThat(at("shop.example.org", "GET", "b")).isEqualTo(found(other));
        assertThat(at("shop.example.org", "GET", "a"))
                .isEqualTo(new RouteTable.Match.OtherMethods(Set.of("POST")));
    }

    @Test
    void more_headers_beat_fewer_and_a_value_beats_presence() {
        Route none = add("/a", "GET");
        Route present = at("", Map.of("X-Beta", "*"), "/a", "GET");
        Route one = at("", Map.of("X-Beta", "1"), "/a", "GET");
        Route two = at("", Map.of("X-Beta", "*", "X-Kind", "k"), "/a", "GET");
        at("", Map.of("X-Beta", "1"), "/a", "DELETE");
        assertThat(with(Map.of(), "GET")).isEqualTo(found(none));
        assertThat(with(Map.of("X-Beta", List.of("2")), "GET")).isEqualTo(found(present));
        assertThat(with(Map.of("X-Beta", List.of("1")), "GET")).isEqualTo(found(one));
        assertThat(with(Map.of("X-Beta", List.of("1", "2")), "GET")).isEqualTo(found(present));
        assertThat(with(Map.of("X-Beta", List.of("1"), "X-Kind", List.of("k")), "HEAD"))
                .isEqualTo(found(two));
        assertThat(with(Map.of(), "DELETE"))
                .isEqualTo(new RouteTable.Match.OtherMethods(Set.of("GET")));
    }

    @Test
    void a_path_of_which_no_route_has_the_headers_gives_way_to_the_hole() {
        at("", Map.of("X-Beta", "1"), "/a", "GET");
        Route hole = add("/{x}", "GET");
        assertThat(with(Map.of(), "GET")).isEqualTo(found(hole));
    }

    @Test
    void routes_that_neither_order_decides_are_given_away() {
        Route first = at("", Map.of("X-A", "1", "X-B", "1"), "/a", "GET");
        assertThat(table.add(route("/a", "GET", headers("X-A", "1", "X-C", "*")))).isEmpty();
        assertThat(table.add(route("/a", "GET", headers("X-A", "1", "X-C", "1")))).contains(first);
        assertThat(table.add(route("/a", "GET", headers("X-A", "2", "X-C", "1")))).isEmpty();
    }

    private static Predicates headers(String... namesAndValues) {
        TreeMap<String, String> headers = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Predicates("", headers);
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

    @Test
    void a_location_that_does_not_tell_all_holes_is_not_turned_back() {
        PathRewrite rewrite =
                new PathRewrite(PathTemplate.parse("/a/{x}/{y}"), PathTemplate.parse("/b/{y}"));
        assertThat(rewrite.apply("/a/1/2")).isEqualTo("/b/2");
        assertThat(rewrite.revert("/b/2")).isEmpty();
    }

    private RouteTable.Match find(String method, String... segments) {
        return table.find(method, List.of(segments), "", _ -> List.of());
    }

    private RouteTable.Match at(String host, String method, String... segments) {
        return table.find(method, List.of(segments), host, _ -> List.of());
    }

    private RouteTable.Match with(Map<String, List<String>> headers, String method) {
        return table.find(method, List.of("a"), "", name -> headers.getOrDefault(name, List.of()));
    }

    private static RouteTable.Match found(Route route) {
        return new RouteTable.Match.Found(route);
    }

    private Route at(String host, Map<String, String> headers, String path, String method) {
        Route route = route(path, method, new Predicates(host, new TreeMap<>(headers)));
        assertThat(table.add(route)).isEmpty();
        return route;
    }

    private Route add(String path, String method) {
        Route route = route(path, method);
        assertThat(table.add(route)).isEmpty();
        return route;
    }

    private static Route route(String path, String method) {
        return route(path, method, new Predicates("", new TreeMap<>()));
    }

    private static Route route(String path, String method, Predicates predicates) {
        Quota quota = new Quota("q", 1, Duration.ofSeconds(1), 1);
        return new Route(
                PathTemplate.parse(path),
                predicates,
                Set.of(method),
                UPSTREAM,
                new Traffic(List.of(new Traffic.Share(UPSTREAM, 1)), Optional.empty()),
                Set.of(),
                new Limit("l", quota, Map.of()),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                new Rewrite(
                        path.startsWith("/api") ? "/api" : "",
                        Optional.empty(),
                        HeaderEdits.NONE,
                        HeaderEdits.NONE),
                Duration.ofSeconds(1),
                new Access(Set.of(), Map.of(), true),
                List.of());
    }
}
