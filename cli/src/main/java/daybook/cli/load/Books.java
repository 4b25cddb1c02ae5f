package daybook.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.cli.imports.Gateway;
import daybook.cli.imports.Gateway.Answer;
import daybook.local.StackFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the system says of a run's orders and of its stock, through its public API, as staff. */
record Books(List<Order> orders, Map<String, Stock> stock) {

    record Order(String id, String customer, String status, String reason, long totalMinor) {}

    /** In units. */
    record Stock(
            long received,
            long adjusted,
            long available,
            long reserved,
            long shipped,
            long returned) {}

    /** The most that a list gives at once. */
    private static final int PAGE = 100;

    /**
     * All orders since the run began, of the run's customers, and the run's own SKUs.
     *
     * @throws StackFailure if the gateway refuses them
     */
    static Books read(Gateway gateway, RunLog.Begun run) {
        Map<String, Stock> stock = new LinkedHashMap<>();
        run.skus().forEach(sku -> stock.put(sku, stock(ask(gateway, "/api/stock/" + sku))));
        return new Books(orders(gateway, run), stock);
    }

    private static List<Order> orders(Gateway gateway, RunLog.Begun run) {
        List<Order> orders = new ArrayList<>();
        Instant since = Instant.ofEpochMilli(run.at());
        String after = "";
        while (true) {
            JsonNode page = ask(gateway, "/api/orders?limit=" + PAGE + after);
            for (JsonNode order : page.required("orders")) {
                if (Instant.parse(order.required("placedAt").asText()).isBefore(since)) {
                    return orders;
                }
                if (run.customers().contains(order.required("customerId").asText())) {
                    orders.add(order(order));
                }
            }
            String next = page.path("next").asText("");
            if (next.isEmpty() || next.equals("null")) {
                return orders;
            }
            after = "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        }
    }

    private static Order order(JsonNode order) {
        return new Order(
                order.required("orderId").asText(),
                order.required("customerId").asText(),
                order.required("status").asText(),
                order.path("reason").asText(),
                order.required("totalMinor").asLong());
    }

    private static Stock stock(JsonNode stock) {
        return new Stock(
                stock.required("received").asLong(),
                stock.required("adjusted").asLong(),
                stock.required("available").asLong(),
                stock.required("reserved").asLong(),
                stock.required("shipped").asLong(),
                stock.required("returned").asLong());
    }

    private static JsonNode ask(Gateway gateway, String path) {
        Answer answer = gateway.get(path, Optional.empty());
        if (!answer.ok()) {
            throw new StackFailure("GET %s is answered: %s".formatted(path, answer.problem()));
        }
        return answer.body();
    }
}
