package daybook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.local.Ports;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the gateway to dispatch and back, with real tokens, on the whole stack. */
class FulfilmentTest {

    private static RunningStack stack;
    private static Shop shop;

    @BeforeAll
    static void start() throws Exception {
        stack = RunningStack.shared();
        shop = new Shop(stack.ports());
    }

    private static String status(JsonNode order) {
        return order.path("status").asText();
    }

    @Test
    void an_order_goes_from_the_gateway_to_completed_and_can_be_followed_by_its_correlation_id()
            throws Exception {
        String sku = shop.stocked(10);

        var placed = shop.post("alice", "/orders", Shop.order(sku, 2, "pm_card_visa"));

        assertThat(placed.status()).as(placed.response().body()).isEqualTo(201);
        assertThat(placed.header("ETag")).isEqualTo("\"1\"");
        String id = placed.body().path("orderId").asText();
        var seen =
                shop.get(
                        "alice",
                        "/orders/" + id,
                        "Daybook-Position",
                        placed.header("Daybook-Position"));
        assertThat(seen.status()).isEqualTo(200);
        JsonNode done = shop.await("alice", "/orders/" + id, o -> status(o).equals("COMPLETED"));
        assertThat(done.path("totalMinor").asLong()).isEqualTo(3990);
        assertThat(done.path("trackingCode").asText()).isNotEmpty();
        assertThat(done.path("correlationId").asText()).isEqualTo(placed.header("Correlation-Id"));

        shop.await("walter", "/stock/" + sku, s -> s.path("shipped").asInt() == 2);
        JsonNode payment =
                shop.await(
                        "alice", "/payments/" + id, p -> p.path("capturedMinor").asLong() == 3990);
        assertThat(payment.path("status").asText()).isEqualTo("CAPTURED");

        var overview = shop.get("alice", "/orders/" + id + "/overview");
        assertThat(overview.status()).isEqualTo(200);
        assertThat(overview.header("Daybook-Partial")).isEmpty();
        assertThat(status(overview.body().path("order"))).isEqualTo("COMPLETED");
        assertThat(overview.body().path("payment")).isEqualTo(payment);
        assertThat(overview.body().at("/shipment/trackingCode"))
                .isEqualTo(done.path("trackingCode"));

        var trace = stack.daybook("trace", placed.header("Correlation-Id"));
        assertThat(trace.exitCode()).as(trace.output()).isZero();
        assertThat(trace.output())
                .contains(
                        "order-placed",
                        "stock-reserved",
                        "payment-authorised",
                        "shipment-booked",
                        "shipment-dispatched",
                        "payment-captured",
                        "order-completed");
    }

    @Test
    void what_happened_to_an_order_and_what_it_was_can_be_asked_for() throws Exception {
        String sku = shop.stocked(10);
        var placed = shop.post("alice", "/orders", Shop.order(sku, 1, "pm_card_visa"));
        String id = placed.body().path("orderId").asText();
        shop.await("alice", "/orders/" + id, o -> status(o).equals("COMPLETED"));

        var history = stack.daybook("history", id);
        var first = stack.daybook("history", id, "--version", "1");
        var payment = stack.daybook("history", id, "--service", "payment", "--data");
        var before = stack.daybook("history", id, "--at", "2020-01-01T00:00:00Z");
        var changes = stack.daybook("history", id, "--diff", "1", "2");
        var why = stack.daybook("history", id, "--service", "payment", "--why", "1");
        var unknown = stack.daybook("history", "nothing-like-it");

        assertThat(history.output())
                .containsSubsequence("order-placed", "order-authorised", "order-completed");
        assertThat(first.output()).contains("order " + id + " at version 1");
        assertThat(payment.output()).contains("payment-captured", "\"amountMinor\" : 1995");
        assertThat(before.output()).contains("at version 0. Nothing had happened to it yet");
        assertThat(changes.output()).containsPattern("/\\S+: .+ -> .+");
        assertThat(why.output())
                .containsSubsequence(
                        "payment/" + id + "/1",
                        "order/" + id + "/",
                        "inventory/" + sku + "/",
                        "order-placed",
                        "order/" + id + "/1",
                        "command ",
                        "request ");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.output()).contains("Nothing has ever happened to 'nothing-like-it'");
    }

    @Test
    void a_repeated_request_gets_the_first_answer_and_places_nothing_twice() throws Exception {
        String sku = shop.stocked(10);
        String key = UUID.randomUUID().toString();

        var first =
                shop.post(
                        "alice",
                        "/orders",
                        Shop.order(sku, 1, "pm_card_visa"),
                        "Idempotency-Key",
                        key);
        var again =
                shop.post(
                        "alice",
                        "/orders",
                        Shop.order(sku, 1, "pm_card_visa"),
                        "Idempotency-Key",
                        key);
        var other =
                shop.post(
                        "alice",
                        "/orders",
                        Shop.order(sku, 2, "pm_card_visa"),
                        "Idempotency-Key",
                        key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Daybook-Position")).isEqualTo(first.header("Daybook-Position"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.body().path("type").asText())
                .isEqualTo("urn:daybook:problem:idempotency-key-reused");
    }

    @Test
    void what_is_not_in_stock_is_not_sold_and_a_declined_card_gives_the_stock_back()
            throws Exception {
        String sku = shop.stocked(3);

        String tooMany = place("alice", Shop.order(sku, 4, "pm_card_visa"));
        String declined = place("alice", Shop.order(sku, 3, "pm_card_chargeDeclined"));

        JsonNode refused =
                shop.await("alice", "/orders/" + tooMany, o -> status(o).equals("REJECTED"));
        assertThat(refused.path("reason").asText()).contains(sku);
        shop.await("alice", "/orders/" + declined, o -> status(o).equals("REJECTED"));
        JsonNode stock =
                shop.await("walter", "/stock/" + sku, s -> s.path("available").asInt() == 3);
        assertThat(stock.path("reserved").asInt()).isZero();
        assertThat(stock.path("shipped").asInt()).isZero();
    }

    @Test
    void a_return_brings_back_the_goods_and_the_money() throws Exception {
        String sku = shop.stocked(5);
        String id = place("alice", Shop.order(sku, 5, "pm_card_visa"));
        shop.await("alice", "/orders/" + id, o -> status(o).equals("COMPLETED"));

        var returned =
                shop.post(
                        "alice",
                        "/orders/" + id + "/returns",
                        "{\"lines\": [{\"line\": 1, \"quantity\": 2}], \"reason\": \"too many\"}");

        assertThat(returned.status()).as(returned.response().body()).isEqualTo(201);
        shop.await("alice", "/payments/" + id, p -> p.path("refundedMinor").asLong() == 3990);
        shop.await("walter", "/stock/" + sku, s -> s.path("available").asInt() == 2);
    }

    @Test
    void nobody_sees_what_is_not_theirs() throws Exception {
        String id = place("alice", Shop.order(shop.stocked(1), 1, "pm_card_visa"));
        shop.await("alice", "/orders/" + id, o -> status(o).equals("COMPLETED"));

        assertThat(shop.get("bob", "/orders/" + id).status()).isEqualTo(404);
        assertThat(shop.get("bob", "/payments/" + id).status()).isEqualTo(404);
        assertThat(shop.get("bob", "/shipments/" + id).status()).isEqualTo(404);
        assertThat(
                        shop.post(
                                        "bob",
                                        "/orders/" + id + "/cancellation",
                                        "{\"reason\": \"mine\"}")
                                .status())
                .isEqualTo(404);
        assertThat(shop.get("bob", "/orders").body().path("orders").findValuesAsText("orderId"))
                .doesNotContain(id);
        assertThat(shop.get("olivia", "/orders/" + id).status()).isEqualTo(200);
        assertThat(
                        shop.post(
                                        "alice",
                                        "/stock/X/receipts",
                                        "{\"quantity\": 1, \"reference\": \"x\"}")
                                .status())
                .isEqualTo(403);
    }

    @Test
    void without_a_token_neither_the_gateway_nor_a_service_answers() throws Exception {
        var gateway = stack.ports().gatewayUrl().resolve("/api/orders");

        assertThat(shop.getAnonymously(gateway).status()).isEqualTo(401);
        assertThat(shop.getAnonymously(gateway).body().path("type").asText())
                .startsWith("urn:daybook:problem:");
        for (String service : new String[] {"order", "inventory", "payment", "shipping"}) {
            var url = Ports.url(stack.ports().service(service));
            for (String path : new String[] {"/orders", "/stock", "/payments/x", "/shipments/x"}) {
                assertThat(shop.getAnonymously(url.resolve(path)).status())
                        .as(service + path)
                        .isEqualTo(401);
            }
        }
    }

    private static String place(String user, String json) throws Exception {
        var placed = shop.post(user, "/orders", json);
        assertThat(placed.status()).as(placed.response().body()).isEqualTo(201);
        return placed.body().path("orderId").asText();
    }
}
