package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTest {

    @TempDir private Path directory;

    private ServiceEnvironment environment() {
        return new ServiceEnvironment(
                new Ports(1000),
                new Secrets(secretsFile()),
                new Detours(Map.of("order-2", new Detours.Detour(4001, 4002))));
    }

    private Path secretsFile() {
        return directory.resolve("secrets.properties");
    }

    @Test
    void a_service_is_told_its_own_ports_and_database() {
        assertThat(environment().service("order", 1))
                .containsEntry("DAYBOOK_INSTANCE", "order-1")
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry("QUARKUS_HTTP_PORT", "9101")
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:20092")
                .containsEntry("QUARKUS_DATASOURCE_USERNAME", "order")
                .containsEntry(
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:16432/order")
                .containsEntry(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:16432/order")
                .containsEntry(
                        "QUARKUS_OIDC_AUTH_SERVER_URL", "http://127.0.0.1:9180/realms/daybook")
                .doesNotContainKeys("DAYBOOK_PAYMENT_PROVIDER_KEY", "DAYBOOK_CARRIER_KEY");
    }

    @Test
    void a_replica_has_a_name_and_a_port_of_its_own_and_the_same_database() {
        assertThat(environment().service("order", 3))
                .containsEntry("DAYBOOK_INSTANCE", "order-3")
                .containsEntry("QUARKUS_HTTP_PORT", "9141")
                .containsEntry(
                        "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:16432/order");
    }

    @Test
    void a_replica_with_a_detour_knows_no_other_way_to_the_broker() {
        assertThat(environment().service("order", 2))
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:4002");
    }

    @Test
    void only_the_service_that_calls_a_provider_has_its_key() {
        assertThat(environment().service("payment", 1))
                .containsEntry("DAYBOOK_PAYMENT_PROVIDER_URL", "http://127.0.0.1:9111")
                .containsKey("DAYBOOK_PAYMENT_PROVIDER_KEY")
                .doesNotContainKey("DAYBOOK_CARRIER_KEY");
        assertThat(environment().service("shipping", 1))
                .containsEntry("DAYBOOK_CARRIER_URL", "http://127.0.0.1:9112")
                .containsKey("DAYBOOK_CARRIER_KEY")
                .doesNotContainKey("DAYBOOK_PAYMENT_PROVIDER_KEY");
    }

    @Test
    void the_gateway_is_told_where_the_services_are_and_no_password() {
        assertThat(environment().gateway())
                .containsEntry(
                        "DAYBOOK_UPSTREAM_ORDER",
                        "http://127.0.0.1:9101,http://127.0.0.1:9121,http://127.0.0.1:9141,http://127.0.0.1:9161")
                .containsKey("DAYBOOK_UPSTREAM_SHIPPING")
                .doesNotContainKey("QUARKUS_DATASOURCE_PASSWORD");
    }

    @Test
    void the_auditor_is_told_where_the_logs_are_and_nothing_else() {
        assertThat(environment().auditor())
                .containsEntry("QUARKUS_HTTP_PORT", "9105")
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:20092")
                .containsOnlyKeys(
                        "QUARKUS_HTTP_HOST",
                        "QUARKUS_HTTP_PORT",
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "MALLOC_ARENA_MAX");
    }

    @Test
    void secrets_are_made_up_once_and_kept_from_others() throws IOException {
        String password = environment().service("order", 1).get("QUARKUS_DATASOURCE_PASSWORD");

        assertThat(password).hasSizeGreaterThan(20);
        assertThat(environment().service("order", 1))
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", password);
        assertThat(environment().service("payment", 1).get("QUARKUS_DATASOURCE_PASSWORD"))
                .isNotEqualTo(password);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secretsFile())))
                .isEqualTo("rw-------");
    }
}
