package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Tokens;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class PlaceOrderTest {

    @Test
    void a_placed_order_is_answered_with_its_version_and_can_be_read_back() {
        Response placed =
                Http.as("alice", "customer")
                        .header("Correlation-Id", "shop-4711")
                        .body(OrderApi.order())
                        .post("/orders");

        String orderId = placed.jsonPath().getString("orderId");
        placed.then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", matchesPattern("http://.*/orders/" + orderId))
                .header("Daybook-Position", matchesPattern("\\d+-\\d+"))
                .header("Correlation-Id", "shop-4711")
                .body("version", equalTo(1));
        OrderApi.get("alice", orderId, placed)
                .then()
                .statusCode(200)
                .body("orderId", equalTo(orderId))
                .body("customerId", equalTo("alice"))
                .body("status", equalTo("RESERVING"))
                .body("reason", equalTo(""))
                .body("currency", equalTo("GBP"))
                .body("totalMinor", equalTo(2550))
                .body("refundedMinor", equalTo(0))
                .body("placedAt", matchesPattern("20.*Z"))
                .body("updatedAt", notNullValue())
                .body("trackingCode", equalTo(""))
                .body("version", equalTo(1))
                .body("correlationId", equalTo("shop-4711"))
                .body("lines.line", equalTo(List.of(1, 2)))
                .body("lines.sku", equalTo(List.of("85123A", "GIFT 7")))
                .body("lines.quantity", equalTo(List.of(10, 2)))
                .body("lines.unitPriceMinor", equalTo(List.of(255, 0)))
                .body("lines.status", equalTo(List.of("OPEN", "OPEN")))
                .body("lines.returned", equalTo(List.of(0, 0)));
    }

    @Test
    void a_repeated_request_gets_the_same_answer_and_places_nothing() {
        Response first = OrderApi.place("repeater", "a-1");
        Response second = OrderApi.place("repeater", "a-1");

        second.then().statusCode(201).body(equalTo(first.asString()));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Daybook-Position")).isEqualTo(first.header("Daybook-Position"));
        Response third = OrderApi.place("repeater", "a-2");
        Http.as("repeater", "customer")
                .header("Daybook-Position", third.header("Daybook-Position"))
                .get("/orders/" + first.jsonPath().getString("orderId"))
                .then()
                .body("version", equalTo(1));
    }

    @Test
    void a_key_is_its_owners_own() {
        assertThat(OrderApi.placed("owner-1", "b-1"))
                .isNotEqualTo(OrderApi.placed("owner-2", "b-1"));
    }

    @Test
    void a_key_cannot_be_used_for_another_order() {
        OrderApi.placed("alice", "c-1");

        Response reused =
                Http.as("alice", "customer")
                        .header("Idempotency-Key", "c-1")
                        .body(with("currency", "EUR"))
                        .post("/orders");
        problem(reused, 422, "idempotency-key-reused");
    }

    @Test
    void a_key_that_is_none_is_refused() {
        Response blank =
                Http.as("alice", "customer")
                        .header("Idempotency-Key", "k".repeat(256))
                        .body(OrderApi.order())
                        .post("/orders");
        problem(blank, 400, "invalid-idempotency-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | body",
                "{} | currency",
                "{\"currency\": \"GBP\", \"lines\": [], \"shipTo\": {}, \"paymentMethod\": \"p\"} | shipTo.name",
                "{\"currency\": \"GBP\", \"lines\": [{\"sku\": \"A\"}]} | quantity",
                "{\"currency\": \"GBP\", \"lines\": [null]} | lines",
                "{\"currency\": \"GBP\", \"lines\": {}} | lines",
                "{\"currency\": \"GBP\", \"lines\": [{\"sku\": \"A\", \"quantity\": \"x\"}]} | lines[0].quantity",
                "{\"currency\": 5} | currency",
            })
    void a_body_that_cannot_be_read_is_named(String body, String named) {
        problem(Http.as("alice", "customer").body(body).post("/orders"), 400, "unreadable-body")
                .body("detail", containsString(named));
    }

    @Test
    void a_field_that_nobody_knows_is_named() {
        problem(place(with("coupon", "SPRING")), 400, "unreadable-body")
                .body("detail", containsString("coupon"));
    }

    @Test
    void an_order_that_cannot_be_is_refused_with_the_reason() {
        problem(place(with("currency", "GOLD")), 422, "invalid-order")
                .body("detail", containsString("GOLD"));
        problem(place(with("lines", List.of())), 422, "invalid-order");
        problem(place(with("lines", List.of(OrderApi.line("A", 0, 1)))), 422, "invalid-order")
                .body("detail", containsString("quantity 0"));
    }

    @Test
    void staff_place_orders_for_customers_and_customers_only_for_themselves() {
        Response forAlice =
                Http.as("olivia", "operator").body(with("customerId", "alice")).post("/orders");
        forAlice.then().statusCode(201);
        OrderApi.get("alice", forAlice.jsonPath().getString("orderId"), forAlice)
                .then()
                .statusCode(200)
                .body("customerId", equalTo("alice"));

        Response forNobody = Http.as("olivia", "operator").body(OrderApi.order()).post("/orders");
        problem(forNobody, 422, "customer-missing").body("detail", containsString("customerId"));
        problem(place(with("customerId", "bob")), 403, "not-your-order");
        place(with("customerId", "alice")).then().statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"warehouse", "auditor"})
    void who_may_not_order_is_told_so(String role) {
        Response placed = Http.as("someone", role).body(OrderApi.order()).post("/orders");

        problem(placed, 403, "forbidden");
    }

    @Test
    void without_a_valid_token_nothing_answers() {
        given().body("{}").post("/orders").then().statusCode(401);
        given().get("/orders").then().statusCode(401);
        given().get("/nowhere").then().statusCode(401);
        Http.with(Tokens.forAnotherAudience("alice", "customer"))
                .get("/orders")
                .then()
                .statusCode(401);
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
    }

    private static Response place(Map<String, Object> order) {
        return Http.as("alice", "customer").body(order).post("/orders");
    }

    private static Map<String, Object> with(String field, Object value) {
        var order = new HashMap<>(OrderApi.order());
        order.put(field, value);
        return order;
    }
}
