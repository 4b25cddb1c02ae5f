package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Which route takes a request, and what becomes of it on the way to the upstream. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class RoutingTest {
    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void the_host_chooses_the_route_and_its_roles() throws IOException {
        assertThat(get("gateway", "/t/echo/a").status()).isEqualTo(200);
        assertProblem(get("Shop.example.org:8080", "/t/echo/a"), 403, "forbidden");
        assertThat(get("shop.example.org.evil", "/t/echo/a").status()).isEqualTo(200);
        assertThat(get("shop.example.org", "/t/empty/x").status()).isEqualTo(204);
    }

    @Test
    void a_header_chooses_the_route() throws IOException {
        assertThat(uri("/t/echo/a", "X-Beta: 1")).isEqualTo("/a");
        assertThat(uri("/t/echo/a", "X-Beta: 2")).isEqualTo("/echo/a");
        assertThat(uri("/t/echo/a", "X-Beta: 1", "X-Beta: 1")).isEqualTo("/echo/a");
    }

    @Test
    void a_path_is_rewritten_by_its_holes_as_they_were_spelt() throws IOException {
        assertThat(uri("/t/lines/o%201/of/7%c3%a4?q=%2F"))
                .isEqualTo("/echo/7%C3%A4/v2/o%201?q=%2F");
    }

    @Test
    void a_location_of_a_rewritten_path_leads_back_if_it_tells_all_holes() throws IOException {
        assertThat(location("/moved/1/more?x=/moved/2")).isEqualTo("/t/found/1/more?x=/moved/2");
        assertThat(location(rig.stub.url() + "/moved/1")).isEqualTo("/t/found/1");
        assertThat(location(rig.stub.url() + "/elsewhere/1")).isEqualTo("/elsewhere/1");
        assertThat(location("/moved")).isEqualTo("/moved");
    }

    @Test
    void headers_are_set_and_removed_either_way() throws IOException {
        Wire.Received got =
                get("gateway", "/t/lines/1/of/2", "X-Channel: a", "X-Channel: b", "Cookie: c=1");
        JsonObject seen = got.json().getJsonObject("headers");
        assertThat(seen.getJsonArray("x-channel")).containsExactly("web shop");
        assertThat(seen.containsKey("cookie")).isFalse();
        assertThat(got.headers()).doesNotContainKey("content-type");
        assertThat(got.header("Cache-Control")).isEqualTo("max-age=60");
    }

    private String location(String to) throws IOException {
        return get("gateway", "/t/found/0?to=" + to).header("Location");
    }

    private String uri(String path, String... headers) throws IOException {
        return get("gateway", path, headers).json().getString("uri");
    }

    private Wire.Received get(String host, String path, String... headers) throws IOException {
        try (Wire wire = new Wire(port)) {
            String head =
                    Wire.head("GET " + path, headers).replace("Host: gateway", "Host: " + host);
            wire.send(
                    head
                            + "Authorization: Bearer "
                            + rig.identity.token("alice", "customer")
                            + "\r\nConnection: close\r\n\r\n");
            return wire.readAll();
        }
    }
}
