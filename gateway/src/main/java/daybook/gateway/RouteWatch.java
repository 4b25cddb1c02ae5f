package daybook.gateway;

import daybook.gateway.route.RouteFile;
import daybook.gateway.route.RouteFileException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks at the routes file again and again, and has it used when it has changed. One that cannot be
 * used is refused as a whole, and the rules stay as they are.
 */
final class RouteWatch {
    private static final Logger LOG = Logger.getLogger(RouteWatch.class);
    private static final String NONE = "";

    private final RouteSource source;
    private final Rules rules;

    /** Why the file cannot be used; only {@link #look} writes it. */
    private volatile String trouble = NONE;

    RouteWatch(RouteSource source, Rules rules, MeterRegistry registry) {
        this.source = source;
        this.rules = rules;
        Gauge.builder("daybook.gateway.routes.refused", this, w -> w.trouble.equals(NONE) ? 0 : 1)
                .description("1 while the routes file is one that cannot be used")
                .register(registry);
    }

    /** Looks on a thread that may block, never twice at once. */
    void start(Vertx vertx, Duration every) {
        vertx.setTimer(
                every.toMillis(),
                _ -> vertx.executeBlocking(this::look).onComplete(_ -> start(vertx, every)));
    }

    private Void look() {
        try {
            Optional<RouteFile> changed = source.changed();
            changed.ifPresent(file -> {
                rules.use(file);
                trouble = NONE;
                LOG.infof(
                        "The routes file has changed and is used: %d routes, %d upstreams",
                        file.routes().size(), file.upstreams().size());
            });
        } catch (RouteFileException e) {
            String now = String.valueOf(e.getMessage());
            if (!now.equals(trouble)) {
                LOG.errorf("%s. The routes stay as they were", now);
            }
            trouble = now;
        }
        return null;
    }
}
