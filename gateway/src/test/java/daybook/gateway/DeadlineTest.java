package daybook.gateway;

import static daybook.gateway.DaybookApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.gateway.testing.Rig;
import daybook.gateway.testing.TestRoutes;
import daybook.gateway.testing.Wire;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream is told about how long its answer is waited for. */
@QuarkusTest
@QuarkusTestResource(Rig.class)
@TestProfile(TestRoutes.class)
class DeadlineTest {
    private static final String NAME = "x-envoy-expected-rq-timeout-ms";

    @SuppressWarnings("NullAway.Init") // the test resource fills it in
    Rig rig;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    @Test
    void the_upstream_is_told_how_long_its_answer_is_waited_for() throws IOException {
        assertThat(told()).isEqualTo(5_000);
    }

    @Test
    void a_callers_own_deadline_shortens_it_by_what_is_used_up() throws IOException {
        assertThat(told(NAME + ": 4000")).isBetween(1L, 3_999L);
    }

    @Test
    void a_callers_own_deadline_cannot_lengthen_it() throws IOException {
        assertThat(told(NAME + ": 600000")).isEqualTo(5_000);
    }

    @Test
    void a_caller_who_gives_up_early_is_answered_and_the_upstream_is_not_blamed()
            throws IOException {
        for (int i = 0; i < 6; i++) {
            assertProblem(get("/t/hang/hurried", NAME + ": 40"), 504, "deadline-exceeded");
        }
        assertThat(get("/t/echo/hurried").status()).isEqualTo(200);
    }

    @Test
    void nothing_is_sent_once_the_deadline_is_over() throws IOException {
        int calls = rig.stub.calls("hang");
        assertProblem(get("/t/hang/hurried", NAME + ": 0"), 504, "deadline-exceeded");
        assertThat(rig.stub.calls("hang")).isEqualTo(calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "+5", "1.5", "1000000000", "5\r\n" + NAME + ": 6"})
    void a_deadline_that_cannot_be_read_is_refused(String value) throws IOException {
        assertProblem(get("/t/echo/x", NAME + ": " + value), 400, "bad-deadline");
    }

    private long told(String... headers) throws IOException {
        return Long.parseLong(
                get("/t/echo/x", headers)
                        .json()
                        .getJsonObject("headers")
                        .getJsonArray(NAME)
                        .getString(0));
    }

    private Wire.Received get(String path, String... headers) throws IOException {
        String[] all = new String[headers.length + 1];
        all[0] = "Authorization: Bearer " + rig.identity.token("alice", "customer");
        System.arraycopy(headers, 0, all, 1, headers.length);
        return Wire.exchange(port, "GET " + path, all);
    }
}
