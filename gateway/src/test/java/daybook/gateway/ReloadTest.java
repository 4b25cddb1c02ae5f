package daybook.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Await;
import daybook.gateway.testing.Rig;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes file may change while requests are answered. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(ReloadTest.Changing.class)
class ReloadTest {
    private static final Path FILE = Path.of("target", "changing-routes.yaml");
    private static final int CHANGES = 12;
    private static final int CALLERS = 3;

    public static final class Changing implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            write(routes(100, ""));
            return Map.of(
                    "daybook.gateway.routes",
                    FILE.toString(),
                    "daybook.gateway.look-every",
                    "20ms");
        }
    }

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @BeforeEach
    void as_at_the_beginning() {
        write(routes(100, ""));
        Await.until("the first file is used", () -> status("/t/echo/new") == 404);
    }

    @Test
    void no_request_fails_while_routes_and_upstreams_change() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<String> failures = new CopyOnWriteArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(
                    Thread.startVirtualThread(() -> {
                        while (!over.get()) {
                            try {
                                Wire.Received got = get("/t/echo/always");
                                if (got.status() != 200) {
                                    failures.add(got.status() + " " + got.body());
                                }
                            } catch (UncheckedIOException e) {
                                failures.add(e.toString());
                            }
                            answered.incrementAndGet();
                        }
                    }));
        }
        for (int change = 1; change <= CHANGES; change++) {
            boolean more = change % 2 == 1;
            // Another number of connections is another upstream.
            write(routes(100 + change, more ? "/t/echo/new" : ""));
            Await.until(
                    "change " + change + " is used",
                    () -> status("/t/echo/new") == (more ? 200 : 404));
        }
        over.set(true);
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(failures).isEmpty();
        assertThat(answered).hasValueGreaterThan(CHANGES);
    }

    @Test
    void a_file_that_cannot_be_used_changes_nothing_until_it_is_mended() {
        write(routes(100, "/t/echo/new") + "colour: blue\n");
        Await.until("the file is refused", () -> metric("routes_refused").equals("1.0"));
        assertThat(status("/t/echo/always")).isEqualTo(200);
        assertThat(status("/t/echo/new")).isEqualTo(404);

        write(routes(100, "/t/echo/new"));
        Await.until("the mended file is used", () -> status("/t/echo/new") == 200);
        assertThat(metric("routes_refused")).isEqualTo("0.0");
    }

    @Test
    void a_file_that_was_away_for_a_while_is_no_trouble_any_more() throws IOException {
        Files.delete(FILE);
        Await.until("it is missed", () -> metric("routes_refused").equals("1.0"));
        assertThat(status("/t/echo/always")).isEqualTo(200);

        write(routes(100, ""));
        Await.until("it is back", () -> metric("routes_refused").equals("0.0"));
    }

    @Test
    void an_upstream_that_stays_keeps_its_open_breaker_and_gauges_follow_the_file() {
        rig.stub.status.set(503);
        Await.until(
                "the breaker opens",
                () ->
                        status("/t/switch/x") == 503
                                && metric("breaker_state{upstream=\"breaking\"}").equals("2.0"));
        rig.stub.status.set(200);
        write(routes(200, "/t/echo/new"));
        Await.until("the next file is used", () -> status("/t/echo/new") == 200);

        assertThat(metric("breaker_state{upstream=\"breaking\"}")).isEqualTo("2.0");
        assertThat(status("/t/switch/x")).isEqualTo(503);
        assertThat(metric("in_flight{method=\"GET\",route=\"/t/echo/new\",upstream=\"main\"}"))
                .isEqualTo("0.0");
        write(routes(200, ""));
        Await.until("the route is gone", () -> status("/t/echo/new") == 404);
        assertThat(metric("in_flight{method=\"GET\",route=\"/t/echo/new\",upstream=\"main\"}"))
                .isEmpty();
    }

    private static String routes(int connections, String more) {
        String file =
                """
                upstreams:
                  main:
                    url: ${STUB}
                    connections: %d
                    breaker: { window: 100000, failureRatio: 1 }
                  breaking:
                    url: ${STUB}
                    breaker: { window: 4, failureRatio: 0.5, delay: 2m, probes: 1 }
                limits:
                  plenty: { requests: 100000 }
                defaults:
                  limit: plenty
                  timeout: 5s
                  idle: 5s
                  maxBody: 0
                  rewrite: { stripPrefix: /t }
                routes:
                  - { path: /t/echo/always, methods: [GET], upstream: main, roles: [customer] }
                  - { path: /t/switch/x, methods: [GET], upstream: breaking, roles: [customer] }
                """
                        .formatted(connections);
        return more.isEmpty()
                ? file
                : file
                        + "  - { path: %s, methods: [GET], upstream: main, roles: [customer] }%n"
                                .formatted(more);
    }

    private static void write(String text) {
        try {
            Files.writeString(FILE, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int status(String path) {
        return get(path).status();
    }

    private Wire.Received get(String path) {
        try {
            return Wire.exchange(
                    port,
                    "GET " + path,
                    "Authorization: Bearer " + rig.identity.token("alice", "customer"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A figure of the gateway, or nothing. */
    private String metric(String name) {
        return Wire.metrics(port, "daybook_gateway_" + name + " ").findFirst().orElse("");
    }
}
