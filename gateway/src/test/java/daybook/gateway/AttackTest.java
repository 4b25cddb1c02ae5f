package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Sends every row of {@code attacks.yaml} and looks at both ends what has become of it. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class AttackTest {
    private static final Pattern REPEATED = Pattern.compile("<([^*<]+)\\*(\\d+)>", Pattern.DOTALL);
    private static final Set<String> KEYS =
            Set.of("name", "send", "status", "problem", "connection", "answers", "upstream", "not");

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    /** A row of the file, as the file explains it. */
    record Attack(Map<String, Object> row) {
        Attack {
            assertThat(KEYS).as("keys of %s", row).containsAll(row.keySet());
        }

        String text(String key) {
            return Objects.requireNonNull(row.get(key), () -> key + " of " + row).toString();
        }

        int number(String key, int fallback) {
            return (Integer) row.getOrDefault(key, fallback);
        }

        List<?> upstream() {
            return (List<?>) row.getOrDefault("upstream", List.of());
        }

        @Override
        public String toString() {
            return text("name");
        }
    }

    static Stream<Attack> attacks() throws IOException {
        try (InputStream file = AttackTest.class.getResourceAsStream("/attacks.yaml")) {
            List<Map<String, Object>> rows = new Yaml().load(file);
            return rows.stream().map(Attack::new);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void an_attack_meets_its_refusal_and_nothing_gets_through(Attack attack) throws IOException {
        rig.stub.seen.clear();
        rig.stub.headersSeen.clear();
        try (Wire wire = new Wire(port)) {
            wire.send(bytes(attack.text("send")));
            if (attack.text("status").equals("none")) {
                assertThat(rest(wire)).isEmpty();
                assertUpstreamSaw(attack);
                return;
            }
            Wire.Received answer = wire.readAll();
            assertThat(answer.status()).as(answer.body()).isEqualTo(attack.number("status", 0));
            if (attack.row().containsKey("problem")) {
                assertProblem(answer, answer.status(), attack.text("problem"));
            }
            for (int more = attack.number("answers", 1); more > 1; more--) {
                assertThat(wire.readAll().status()).isEqualTo(200);
            }
            switch (attack.text("connection")) {
                case "kept" -> assertThat(probe(wire)).isEqualTo("/echo/probe");
                case "closed" -> assertThat(rest(wire)).isEmpty();
                default -> fail("no such fate: " + attack);
            }
        }
        assertUpstreamSaw(attack);
    }

    private void assertUpstreamSaw(Attack attack) throws IOException {
        try (Wire other = new Wire(port)) {
            assertThat(probe(other)).isEqualTo("/echo/probe");
        }
        List<String> seen =
                rig.stub.seen.stream().filter(line -> !line.contains("/echo/probe")).toList();
        assertThat(seen).as("what came to the upstream").isEqualTo(attack.upstream());
        if (attack.row().containsKey("not")) {
            assertThat(rig.stub.headersSeen)
                    .filteredOn(header -> !header.startsWith("/echo/probe"))
                    .allSatisfy(header -> assertThat(header).doesNotContain(attack.text("not")));
        }
    }

    /** Which target the upstream sees of a good request on a connection. */
    private String probe(Wire wire) throws IOException {
        wire.send(bytes("GET /t/echo/probe HTTP/1.1\r\n<H>\r\n"));
        return wire.readAll().json().getString("uri");
    }

    private static String rest(Wire wire) throws IOException {
        try {
            return new String(wire.in().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private byte[] bytes(String text) {
        String token = rig.identity.token("alice", "customer");
        String credentials = "Authorization: Bearer " + token + "\r\n";
        String expanded = text.replace("<H>", "Host: gateway\r\n<A>").replace("<A>", credentials);
        return REPEATED.matcher(expanded)
                .replaceAll(m ->
                        Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
