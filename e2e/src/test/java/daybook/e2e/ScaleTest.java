package daybook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Replicas that come, go and are renewed while orders flow. */
class ScaleTest {

    /** Of the staff, whose quota is not what is tested here. */
    private static final String STAFF = "olivia";

    private static final int ORDERS_BETWEEN = 8;
    private static final int STOCK = 100_000;

    private static final List<List<String>> STEPS =
            List.of(
                    List.of("scale", "order", "3"),
                    List.of("scale", "inventory", "2"),
                    List.of("renew", "order"),
                    List.of("scale", "inventory", "1"),
                    List.of("scale", "order", "1"));

    @Test
    void replicas_come_and_go_under_load_and_nothing_is_lost_or_done_twice() throws Exception {
        RunningStack stack = RunningStack.shared();
        var shop = new Shop(stack.ports());
        String sku = shop.stocked(STOCK);
        String order =
                Shop.order(sku, 1, "pm_card_visa").replaceFirst("\\{", "{\"customerId\": \"c-1\",");

        var load = new SteadyLoad(shop, STAFF, order);
        try (load) {
            load.awaitMore(ORDERS_BETWEEN);
            for (List<String> step : STEPS) {
                var result = stack.daybook(step.toArray(String[]::new));
                assertThat(result.exitCode()).as(result.output()).isZero();
                load.awaitMore(ORDERS_BETWEEN);
            }
        }

        System.out.println("Replicas came and went: " + load);
        assertThat(load.refusals()).isEmpty();
        for (var placed : load.placed()) {
            shop.await(
                    STAFF,
                    "/orders/" + placed.orderId(),
                    seen -> seen.path("status").asText().equals("COMPLETED"));
            var again = SteadyLoad.place(shop, STAFF, order, placed.key());
            assertThat(again.status()).as(again.response().body()).isEqualTo(201);
            assertThat(SteadyLoad.orderId(again)).isEqualTo(placed.orderId());
            assertThat(again.header("ETag")).isEqualTo(placed.etag());
        }
        int accepted = load.placed().size();
        shop.await("walter", "/stock/" + sku, stock -> stock.path("shipped").asInt() == accepted);
        var stock = shop.get("walter", "/stock/" + sku).body();
        assertThat(stock.path("available").asInt()).as("" + stock).isEqualTo(STOCK - accepted);
        var audit = stack.daybook("audit");
        assertThat(audit.exitCode()).as(audit.output()).isZero();
    }
}
