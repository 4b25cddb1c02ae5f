package daybook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An operator posts rows again from the log while the shop is open. */
class ProjectionTest {

    /** Of the staff, whose quota is not what is tested here. */
    private static final String STAFF = "olivia";

    private static final String PROJECTION = "/projections/order";
    private static final int STOCK = 100_000;
    private static final int ORDERS = 30;
    private static final int ORDERS_BETWEEN = 8;

    @Test
    void rows_are_rebuilt_and_switched_to_and_back_while_orders_flow() throws Exception {
        RunningStack stack = RunningStack.shared();
        var shop = new Shop(stack.ports());
        int first = live(shop);

        var load = new SteadyLoad(shop, STAFF, order(shop));
        try (load) {
            load.awaitMore(ORDERS_BETWEEN);
            var rebuilt = stack.daybook("projection", "rebuild", "order");
            assertThat(rebuilt.exitCode()).as(rebuilt.output()).isZero();
            assertThat(rebuilt.output()).contains("rows are as the live ones");
            int second = other(shop).path("number").asInt();

            succeeds(stack, "switch", second);
            assertThat(live(shop)).isEqualTo(second);
            load.awaitMore(ORDERS_BETWEEN);
            shop.await(STAFF, PROJECTION, _ -> other(shop).path("comparison").isObject());
            succeeds(stack, "switch", first);
            assertThat(live(shop)).isEqualTo(first);
            load.awaitMore(ORDERS_BETWEEN);

            var refused = stack.daybook("projection", "drop", "order", Integer.toString(first));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).contains("is the live one");
            succeeds(stack, "drop", second);
        }
        assertThat(load.refusals()).isEmpty();
        for (var placed : load.placed()) {
            assertThat(shop.get(STAFF, "/orders/" + placed.orderId()).status()).isEqualTo(200);
        }
        var audit = stack.daybook("audit");
        assertThat(audit.exitCode()).as(audit.output()).isZero();
    }

    @Test
    void a_replica_that_dies_while_it_fills_is_followed_by_another() throws Exception {
        RunningStack stack = RunningStack.shared();
        var shop = new Shop(stack.ports());
        var scaled = stack.daybook("scale", "order", "2");
        assertThat(scaled.exitCode()).as(scaled.output()).isZero();
        String order = order(shop);
        for (int i = 0; i < ORDERS; i++) {
            SteadyLoad.place(shop, STAFF, order, UUID.randomUUID().toString());
        }
        shop.post(STAFF, PROJECTION, "{\"throttle\": 15}");
        shop.await(STAFF, PROJECTION, _ -> done(shop) > 0);
        String filler = other(shop).path("filler").asText();
        assertThat(other(shop).path("progress").path("behind").asLong()).isPositive();

        stack.kill(filler.equals("order-1") ? "order" : filler);
        shop.await(
                STAFF,
                PROJECTION,
                _ -> {
                    String now = other(shop).path("filler").asText();
                    return !now.isEmpty() && !now.equals(filler);
                });
        JsonNode compared =
                shop.await(STAFF, PROJECTION, _ -> other(shop).path("comparison").isObject());

        assertThat(compared.path("generations")).hasSize(2);
        JsonNode other = other(shop);
        assertThat(other.path("comparison").path("first")).isEmpty();
        assertThat(other.path("comparison").path("rows").asLong()).isGreaterThan(ORDERS);
        succeeds(stack, "drop", other.path("number").asInt());
        assertThat(stack.up().exitCode()).isZero();
        assertThat(stack.daybook("scale", "order", "1").exitCode()).isZero();
    }

    private static void succeeds(RunningStack stack, String act, int generation) throws Exception {
        var result = stack.daybook("projection", act, "order", Integer.toString(generation));
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private static String order(Shop shop) throws Exception {
        return Shop.order(shop.stocked(STOCK), 1, "pm_card_visa")
                .replaceFirst("\\{", "{\"customerId\": \"c-1\",");
    }

    private static int live(Shop shop) throws Exception {
        return generation(shop, true).path("number").asInt();
    }

    private static JsonNode other(Shop shop) throws Exception {
        return generation(shop, false);
    }

    private static long done(Shop shop) throws Exception {
        JsonNode progress = other(shop).path("progress");
        return progress.path("entries").asLong() - progress.path("behind").asLong();
    }

    private static JsonNode generation(Shop shop, boolean live) throws Exception {
        JsonNode generations = shop.get(STAFF, PROJECTION).body().path("generations");
        for (JsonNode generation : generations) {
            if (generation.path("live").asBoolean() == live) {
                return generation;
            }
        }
        return generations.path("none");
    }
}
