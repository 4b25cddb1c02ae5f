package daybook.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Future;
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
    public final Stub stub = new Stub(vertx, 0);

    /** One more instance of upstream {@code several}, which is stopped and started by tests. */
    public Stub second = new Stub(vertx, 0);

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.http.test-port", "0",
                "SECOND", second.url(),
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
        join(vertx.close());
    }

    public void stopSecond() {
        second.close();
    }

    public void startSecond() {
        second = new Stub(vertx, second.port());
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage()
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
