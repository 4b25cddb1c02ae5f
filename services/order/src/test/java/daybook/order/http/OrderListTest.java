package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class OrderListTest {

    @Test
    void a_list_runs_from_the_newest_and_goes_on_where_the_page_before_ended() {
        List<String> placed = place("pager", 5);

        List<String> seen = new ArrayList<>();
        JsonPath page = page("?limit=2");
        assertThat(page.getList("orders")).hasSize(2);
        assertThat(page.getMap("orders[0]"))
                .containsEntry("status", "RESERVING")
                .containsEntry("totalMinor", 2550)
                .doesNotContainKey("lines");
        seen.addAll(page.getList("orders.orderId"));
        while (page.getString("next") != null) {
            page = page("?limit=2&after=" + page.getString("next"));
            seen.addAll(page.getList("orders.orderId"));
        }

        assertThat(seen).isEqualTo(placed.reversed());
    }

    @Test
    void a_customer_sees_only_own_orders_whoever_is_asked_for() {
        place("private-1", 1);
        place("private-2", 1);

        Http.as("private-1", "customer")
                .get("/orders?customerId=private-2")
                .then()
                .statusCode(200)
                .body("orders.customerId", equalTo(List.of("private-1")));
    }

    @Test
    void staff_ask_for_a_customers_orders_in_a_state() {
        List<String> placed = place("chosen", 2);
        Response cancelled =
                Http.as("chosen", "customer")
                        .body(Map.of("reason", "too late"))
                        .post("/orders/" + placed.getFirst() + "/cancellation");

        Http.as("adam", "auditor")
                .header("Daybook-Position", cancelled.header("Daybook-Position"))
                .get("/orders?customerId=chosen&status=CANCELLED")
                .then()
                .statusCode(200)
                .body("orders.orderId", equalTo(List.of(placed.getFirst())))
                .body("orders.reason", equalTo(List.of("too late")))
                .body("next", nullValue());
        Http.as("olivia", "operator")
                .get("/orders?status=RESERVING&limit=100")
                .then()
                .body("orders.orderId", hasItem(placed.getLast()))
                .body("orders.orderId", not(hasItem(placed.getFirst())));
        Http.as("olivia", "operator")
                .get("/orders?customerId=nobody")
                .then()
                .body("orders", is(empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, invalid-limit, 0",
        "limit=101, invalid-limit, 101",
        "limit=few, invalid-parameter, few",
        "status=LOST, invalid-parameter, LOST",
        "after=yesterday, invalid-cursor, after",
        "after=x_y, invalid-cursor, after",
        "customerId=%00, invalid-uri, NUL",
    })
    void a_question_that_makes_no_sense_is_named(String query, String code, String named) {
        Response answer =
                Http.as("olivia", "operator").urlEncodingEnabled(false).get("/orders?" + query);

        problem(answer, 400, code).body("detail", containsString(named));
    }

    @Test
    void the_warehouse_does_not_look_at_orders() {
        problem(Http.as("walter", "warehouse").get("/orders"), 403, "forbidden");
    }

    /** The new orders' ids, once the read model has them all. */
    private static List<String> place(String customer, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Response placed = OrderApi.place(customer, "list-" + i);
                    String orderId = placed.jsonPath().getString("orderId");
                    OrderApi.get(customer, orderId, placed).then().statusCode(200);
                    return orderId;
                })
                .toList();
    }

    private static JsonPath page(String query) {
        Response page = Http.as("pager", "customer").get("/orders" + query);
        page.then().statusCode(200);
        return page.jsonPath();
    }
}
