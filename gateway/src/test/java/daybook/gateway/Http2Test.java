package daybook.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers may speak HTTP/2 in clear text, knowing that the gateway does (RFC 9113 §3.3). */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class Http2Test {
    private static final int AT_ONCE = 20;

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final Vertx vertx = Vertx.vertx();

    @SuppressWarnings("NullAway.Init") // made before each test
    private HttpClient client;

    private record Seen(HttpVersion version, int status, Buffer body) {}

    @BeforeEach
    void connect() {
        client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(false)
                                .setHttp2MaxPoolSize(1));
    }

    @AfterEach
    void disconnect() {
        join(vertx.close());
    }

    @Test
    void requests_on_one_connection_go_through_the_chain_with_their_bodies() {
        List<Future<Seen>> answers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            answers.add(send(HttpMethod.POST, "gateway", "/t/echo/" + i, "x".repeat(1_000 + i)));
        }
        for (int i = 0; i < AT_ONCE; i++) {
            Seen seen = join(answers.get(i));
            assertThat(seen.version()).isEqualTo(HttpVersion.HTTP_2);
            assertThat(seen.status()).isEqualTo(200);
            JsonObject echoed = seen.body().toJsonObject();
            assertThat(echoed.getString("uri")).isEqualTo("/echo/" + i);
            JsonObject headers = echoed.getJsonObject("headers");
            assertThat(headers.getJsonArray("x-forwarded-host")).containsExactly("gateway");
            assertThat(headers.getJsonArray("content-length"))
                    .containsExactly(Integer.toString(1_000 + i));
        }
    }

    @Test
    void the_authority_is_the_host_that_chooses_a_route() {
        assertThat(join(send(HttpMethod.GET, "gateway", "/t/echo/a", "")).status()).isEqualTo(200);
        Seen refused = join(send(HttpMethod.GET, "shop.example.org", "/t/echo/a", ""));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().toJsonObject().getString("type"))
                .isEqualTo("urn:daybook:problem:forbidden");
    }

    private Future<Seen> send(HttpMethod method, String authority, String path, String body) {
        RequestOptions options =
                new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                        .setHost(authority)
                        .setPort(80)
                        .setMethod(method)
                        .setURI(path)
                        .putHeader(
                                "Authorization",
                                "Bearer " + rig.identity.token("alice", "customer"));
        return client.request(options)
                .compose(request -> body.isEmpty() ? request.send() : request.send(body))
                .compose(response ->
                        response.body()
                                .map(bytes ->
                                        new Seen(
                                                response.version(), response.statusCode(), bytes)));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }
}
