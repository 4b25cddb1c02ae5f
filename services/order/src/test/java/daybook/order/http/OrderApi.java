package daybook.order.http;

import daybook.eventlog.testing.Http;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;

/** Orders as a shop's customers place them. */
final class OrderApi {

    private OrderApi() {}

    /** Ten candles at 2.55 and two gifts: 25.50. */
    static Map<String, Object> order() {
        return Map.of(
                "currency",
                "GBP",
                "lines",
                List.of(line("85123A", 10, 255), line("GIFT 7", 2, 0)),
                "shipTo",
                Map.of(
                        "name", "Alice Example",
                        "street", "1 High Street",
                        "city", "London",
                        "postcode", "N1 9GU",
                        "country", "GB"),
                "paymentMethod",
                "pm_card_visa");
    }

    static Map<String, Object> line(String sku, int quantity, long unitPriceMinor) {
        return Map.of("sku", sku, "quantity", quantity, "unitPriceMinor", unitPriceMinor);
    }

    static Response place(String customer, String key) {
        return Http.as(customer, "customer")
                .header("Idempotency-Key", key)
                .body(order())
                .post("/orders");
    }

    /** The id of a new order. */
    static String placed(String customer, String key) {
        Response placed = place(customer, key);
        placed.then().statusCode(201);
        return placed.jsonPath().getString("orderId");
    }

    /** An order as its customer sees it once the read model has what the answer says is done. */
    static Response get(String customer, String orderId, Response after) {
        return Http.as(customer, "customer")
                .header("Daybook-Position", after.header("Daybook-Position"))
                .get("/orders/" + orderId);
    }
}
