package daybook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.local.Layout;
import daybook.local.Ports;
import daybook.local.Secrets;
import daybook.local.Stack;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What PostgreSQL has lost, the log gives back. */
class RestoreTest {

    @Test
    void services_without_their_state_cache_go_on_with_what_the_log_says() throws Exception {
        RunningStack stack = RunningStack.shared();
        var shop = new Shop(stack.ports());
        String sku = shop.stocked(5);
        String key = UUID.randomUUID().toString();
        String order = Shop.order(sku, 2, "pm_card_visa");
        var placed = shop.post("alice", "/orders", order, "Idempotency-Key", key);
        String id = placed.body().path("orderId").asText();
        shop.await("alice", "/orders/" + id, o -> o.path("status").asText().equals("COMPLETED"));

        stack.daybook(
                Stream.concat(Stream.of("down"), Stack.SERVICES.stream()).toArray(String[]::new));
        for (String service : Stack.SERVICES) {
            dropStateCache(stack, service);
        }
        var up = stack.up();
        var again = shop.post("alice", "/orders", order, "Idempotency-Key", key);
        var returned =
                shop.post(
                        "alice",
                        "/orders/" + id + "/returns",
                        "{\"lines\": [{\"line\": 1, \"quantity\": 1}], \"reason\": \"too many\"}");

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(again.body()).isEqualTo(placed.body());
        assertThat(again.header("Daybook-Position")).isEqualTo(placed.header("Daybook-Position"));
        assertThat(returned.status()).as(returned.response().body()).isEqualTo(201);
        shop.await("alice", "/payments/" + id, p -> p.path("refundedMinor").asLong() == 1995);
        shop.await("walter", "/stock/" + sku, s -> s.path("available").asInt() == 4);
        var audit = stack.daybook("audit");
        assertThat(audit.exitCode()).as(audit.output()).isZero();
    }

    private static void dropStateCache(RunningStack stack, String service) throws SQLException {
        Ports ports = stack.ports();
        String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(ports.postgres(), service);
        String password =
                new Secrets(new Layout(stack.project(), stack.state()).secrets())
                        .databasePassword(service);
        try (var connection = DriverManager.getConnection(url, service, password);
                var statement = connection.createStatement()) {
            statement.execute(
                    "truncate eventlog_checkpoint, eventlog_stream, eventlog_answer,"
                            + " eventlog_parked");
        }
    }
}
