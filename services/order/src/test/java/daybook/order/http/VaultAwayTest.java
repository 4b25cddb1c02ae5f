package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.testing.BackingResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Without the keys, nothing is taken that would have to be sealed. */
@QuarkusTest
@TestProfile(VaultAwayTest.Away.class)
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping"),
            @ResourceArg(name = "vault", value = "away")
        })
class VaultAwayTest {

    /** Not the same application as the other tests'. */
    public static final class Away implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.vault.jdbc.acquisition-timeout", "1");
        }
    }

    @Inject AgroalDataSource database;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Test
    void an_order_is_refused_for_now_and_stored_nowhere() throws Exception {
        Response placed = OrderApi.place("waiting-customer", "vault-away");

        problem(placed, 503, "vault-unavailable");
        assertThat(placed.header("Retry-After")).isNotEmpty();
        assertThat(Stores.all(kafka, database)).doesNotContain("Alice Example", "waiting-customer");
    }
}
