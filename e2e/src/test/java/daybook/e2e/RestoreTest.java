package daybook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.local.Layout;
import daybook.local.Ports;
import daybook.local.Secrets;
import daybook.local.Stack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What PostgreSQL has lost, the log gives back. */
class RestoreTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<String, String> VIEWS =
            Map.of(
                    "order", "order_view",
                    "inventory", "stock_view",
                    "payment", "payment_view",
                    "shipping", "shipment_view");

    @Test
    void services_with_an_empty_database_have_the_same_rows_again_and_go_on() throws Exception {
        RunningStack stack = RunningStack.shared();
        var shop = new Shop(stack.ports());
        String sku = shop.stocked(5);
        String key = UUID.randomUUID().toString();
        String order = Shop.order(sku, 2, "pm_card_visa");
        var placed = shop.post("alice", "/orders", order, "Idempotency-Key", key);
        String id = placed.body().path("orderId").asText();
        shop.await("alice", "/orders/" + id, o -> o.path("status").asText().equals("COMPLETED"));
        // The last that happens by itself.
        shop.await("alice", "/shipments/" + id, s -> s.path("status").asText().equals("DELIVERED"));

        stack.daybook(
                Stream.concat(Stream.of("down"), Stack.SERVICES.stream()).toArray(String[]::new));
        Map<String, List<String>> before = rows(stack, id, sku);
        for (String service : Stack.SERVICES) {
            empty(stack, service);
        }
        var up = stack.up();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows(stack, id, sku)).isEqualTo(before));
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

    private static void empty(RunningStack stack, String service) throws SQLException {
        try (var connection = connect(stack, service);
                var statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
    }

    /** All that the services have stored of an order and its SKU, as the database prints it. */
    private static Map<String, List<String>> rows(RunningStack stack, String order, String sku)
            throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (var view : VIEWS.entrySet()) {
            String service = view.getKey();
            for (String table : List.of("eventlog_stream", "eventlog_answer", view.getValue())) {
                List<String> found = new ArrayList<>();
                try (var connection = connect(stack, service);
                        var select =
                                connection.prepareStatement(
                                        "select t::text from %s t where t::text like ? or t::text like ?"
                                                        .formatted(table)
                                                + " order by 1")) {
                    select.setString(1, "%" + order + "%");
                    select.setString(2, "%" + sku + "%");
                    var row = select.executeQuery();
                    while (row.next()) {
                        found.add(row.getString(1));
                    }
                }
                assertThat(found).as("%s of %s", table, service).isNotEmpty();
                rows.put(service + " " + table, found);
            }
        }
        return rows;
    }

    private static Connection connect(RunningStack stack, String service) throws SQLException {
        Ports ports = stack.ports();
        String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(ports.postgres(), service);
        String password =
                new Secrets(new Layout(stack.project(), stack.state()).secrets())
                        .databasePassword(service);
        return DriverManager.getConnection(url, service, password);
    }
}
