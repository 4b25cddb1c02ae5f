package daybook.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts the identity provider and the upstream, and gives them to the tests' {@code rig} field.
 */
public final class Rig implements QuarkusTestResourceLifecycleManager {
    private final Vertx vertx = Vertx.vertx();
    public final IdentityProvider identity = new IdentityProvider(vertx);
    public final Stub stub = new Stub(vertx);

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "quarkus.oidc.auth-server-url", identity.issuer(),
                "DAYBOOK_UPSTREAM_ORDER", stub.url(),
                "DAYBOOK_UPSTREAM_INVENTORY", stub.url(),
                "DAYBOOK_UPSTREAM_PAYMENT", stub.url(),
                "DAYBOOK_UPSTREAM_SHIPPING", stub.url(),
                "STUB", stub.url(),
                "NOBODY", "http://127.0.0.1:" + freePort());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(Rig.class));
    }

    @Override
    public void stop() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
