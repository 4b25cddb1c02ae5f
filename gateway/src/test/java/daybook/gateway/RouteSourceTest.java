package daybook.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        assertThat(routes)
                .filteredOn(route -> route.parts().isEmpty())
                .extracting(route -> route.rewrite().stripPrefix())
                .containsOnly("/api");
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
    void a_change_is_given_once_and_only_when_the_file_stands_still() throws IOException {
        Path file = folder.resolve("changing.yaml");
        String whole =
                """
                upstreams:
                  main: { url: http://localhost, breaker: {} }
                limits:
                  some: { requests: 1 }
                defaults: { limit: some, timeout: 1s, idle: 1s, maxBody: 0 }
                routes:
                  - { path: /a, methods: [GET], upstream: main }
                """;
        String more = whole + "  - { path: /b, methods: [GET], upstream: main }\n";
        Files.writeString(file, whole);
        RouteSource source = source(Optional.of(file), Duration.ofSeconds(75));
        source.load();
        assertThat(source.changed()).isEmpty();
        assertThat(source.changed()).isEmpty();

        Files.writeString(file, more);
        assertThat(source.changed()).isEmpty();
        assertThat(source.changed().orElseThrow().routes()).hasSize(2);
        assertThat(source.changed()).isEmpty();

        Files.writeString(file, "routes: 1");
        assertThat(source.changed()).isEmpty();
        assertThatThrownBy(source::changed).isInstanceOf(RouteFileException.class);
        assertThat(source.changed()).isEmpty();
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
                    public Duration lookEvery() {
                        return Duration.ofSeconds(1);
                    }

                    @Override
                    public String operatorRole() {
                        return "";
                    }

                    @Override
                    public long maxBuckets() {
                        return 1;
                    }
                };
        return new RouteSource(config, new SmallRyeConfigBuilder().build(), idle);
    }
}
