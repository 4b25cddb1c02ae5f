package daybook.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.gateway.route.Route;
import daybook.gateway.route.RouteFileException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteSourceTest {
    @TempDir Path folder;

    @Test
    void daybooks_own_routes_are_good_and_each_names_its_roles() {
        var routes = source(Optional.empty(), Duration.ofSeconds(75)).load().routes();
        assertThat(routes).isNotEmpty().noneMatch(route -> route.roles().isEmpty());
        assertThat(routes).extracting(Route::stripPrefix).containsOnly("/api");
    }

    @Test
    void a_refusal_names_the_file() throws IOException {
        Path file = Files.writeString(folder.resolve("my-routes.yaml"), "upstreams: 1");
        assertThatThrownBy(() -> source(Optional.of(file), Duration.ofSeconds(75)).load())
                .isInstanceOf(RouteFileException.class)
                .hasMessage(
                        "Routes file "
                                + file
                                + ", line 1, the file, 'upstreams': must be a mapping of keys to values");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        Path file = folder.resolve("absent.yaml");
        assertThatThrownBy(() -> source(Optional.of(file), Duration.ofSeconds(75)).load())
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining(file + ", cannot be read")
                .hasMessageContaining("daybook.gateway.routes");
    }

    @Test
    void a_timeout_longer_than_the_listeners_patience_is_refused() {
        assertThatThrownBy(() -> source(Optional.empty(), Duration.ofSeconds(20)).load())
                .isInstanceOf(RouteFileException.class)
                .hasMessageContaining("must be shorter than quarkus.http.idle-timeout (20s)");
    }

    private static RouteSource source(Optional<Path> file, Duration idle) {
        GatewayConfig config =
                new GatewayConfig() {
                    @Override
                    public Optional<Path> routes() {
                        return file;
                    }

                    @Override
                    public long maxBuckets() {
                        return 1;
                    }
                };
        return new RouteSource(config, new SmallRyeConfigBuilder().build(), idle);
    }
}
