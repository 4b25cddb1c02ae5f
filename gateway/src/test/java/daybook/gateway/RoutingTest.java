package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
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
