package daybook.gateway;

import daybook.gateway.route.Route;
import daybook.gateway.route.RouteFile;
import daybook.gateway.route.RouteFileException;
import daybook.gateway.route.RouteFileReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the routes file comes from: the configured path, or the gateway's own resource. */
@ApplicationScoped
public class RouteSource {
    private static final String OWN = "daybook-routes.yaml";

    private final GatewayConfig gateway;
    private final Config config;
    private final Duration listenerIdle;

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
        String name = gateway.routes().map(Path::toString).orElse(OWN);
        try {
            RouteFile file = RouteFileReader.read(text(), this::variable);
            file.routes().forEach(this::checkTimes);
            return file;
        } catch (RouteFileException e) {
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
            try (InputStream own = RouteSource.class.getResourceAsStream("/" + OWN)) {
                return new String(
                        Objects.requireNonNull(own, OWN).readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new RouteFileException("cannot be read: " + e + "; see daybook.gateway.routes");
        }
    }
}
