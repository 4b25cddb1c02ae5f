package daybook.gateway;

import daybook.gateway.route.Route;
import daybook.gateway.route.RouteFile;
import daybook.gateway.route.RouteFileException;
import daybook.gateway.route.RouteFileReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the routes file comes from: the configured path, or the gateway's own resource. */
@ApplicationScoped
public class RouteSource {
    private final GatewayConfig gateway;
    private final Config config;
    private final Duration listenerIdle;

    /** The text that was read last by {@link #load} or given by {@link #changed}. */
    private String known = "";

    private String lastLook = "";

    RouteSource(
            GatewayConfig gateway,
            Config config,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration listenerIdle) {
        this.gateway = gateway;
        this.config = config;
        this.listenerIdle = listenerIdle;
    }

    /**
     * Reads the file.
     *
     * @throws RouteFileException naming file, line and remedy if the file cannot be used
     */
    public RouteFile load() {
        return naming(() -> {
            known = text();
            return read(known);
        });
    }

    /**
     * The file, if it is another than before and was the same at the last look: one that is being
     * written may be a good file that lacks routes.
     *
     * @throws RouteFileException as {@link #load}
     */
    Optional<RouteFile> changed() {
        return naming(() -> {
            String now = look();
            boolean still = now.equals(lastLook);
            lastLook = now;
            if (!still || now.equals(known)) {
                return Optional.empty();
            }
            known = now;
            return Optional.of(read(now));
        });
    }

    private String look() {
        try {
            return text();
        } catch (RouteFileException e) {
            // What comes back is read again, even if it is the same.
            known = "";
            throw e;
        }
    }

    private RouteFile read(String text) {
        RouteFile file = RouteFileReader.read(text, this::variable);
        file.routes().forEach(this::checkTimes);
        return file;
    }

    private <T> T naming(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RouteFileException e) {
            String name = gateway.routes().map(Path::toString).orElse(RouteFile.OWN);
            throw new RouteFileException("Routes file " + name + ", " + e.getMessage());
        }
    }

    private void checkTimes(Route route) {
        if (route.timeout().compareTo(listenerIdle) >= 0
                || route.idle().compareTo(listenerIdle) >= 0) {
            throw new RouteFileException(
                    "route "
                            + route.path().text()
                            + ": timeout and idle must be shorter than quarkus.http.idle-timeout ("
                            + listenerIdle.toSeconds()
                            + "s), which closes the caller's connection: lower them or raise it");
        }
    }

    private Optional<String> variable(String name) {
        return config.getOptionalValue(name, String.class);
    }

    private String text() {
        try {
            if (gateway.routes().isPresent()) {
                return Files.readString(gateway.routes().get());
            }
            return RouteFile.own();
        } catch (IOException e) {
            throw new RouteFileException("cannot be read: " + e + "; see daybook.gateway.routes");
        }
    }
}
