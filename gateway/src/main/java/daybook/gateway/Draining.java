package daybook.gateway;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Tells callers while the gateway shuts down, but still answers, that each answer is the last one
 * on its connection, so that no request is lost on a connection that closes under it.
 */
@ApplicationScoped
public class Draining {
    private static final int BEFORE_ALL_OTHERS = -1_000;

    private volatile boolean draining;

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        draining = true;
    }

    void announce(@Observes Router router) {
        router.route()
                .order(BEFORE_ALL_OTHERS)
                .handler(context -> {
                    if (draining && context.request().version() != HttpVersion.HTTP_2) {
                        context.response().putHeader("Connection", "close");
                    }
                    context.next();
                });
    }
}
