package daybook.inventory.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "inventory"),
            @ResourceArg(name = "peers", value = "order")
        })
class StockResourceTest {

    @Test
    void a_receipt_is_answered_with_its_version_and_can_be_read_back() {
        Response receipt = receive("85123A", 40, "a-1");

        receipt.then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", matchesPattern("http://.*/stock/85123A"))
                .header("Daybook-Position", matchesPattern("\\d+-\\d+"))
                .header("Correlation-Id", matchesPattern("[A-Za-z0-9._-]{1,64}"))
                .body("sku", equalTo("85123A"))
                .body("version", equalTo(1));
        Http.as("alice", "customer")
                .header("Daybook-Position", receipt.header("Daybook-Position"))
                .get("/stock/85123A")
                .then()
                .statusCode(200)
                .body("sku", equalTo("85123A"))
                .body("received", equalTo(40))
                .body("adjusted", equalTo(0))
                .body("available", equalTo(40))
                .body("reserved", equalTo(0))
                .body("shipped", equalTo(0))
                .body("returned", equalTo(0))
                .body("version", equalTo(1));
    }

    @Test
    void a_sku_may_have_a_space() {
        Response adjusted =
                warehouse()
                        .body(Map.of("delta", 3, "reason", "found"))
                        .post("/stock/{sku}/adjustments", "BANK CHARGES");

        adjusted.then()
                .statusCode(201)
                .header("Location", matchesPattern("http://.*/stock/BANK%20CHARGES"))
                .body("sku", equalTo("BANK CHARGES"));
        warehouse()
                .header("Daybook-Position", adjusted.header("Daybook-Position"))
                .get("/stock/{sku}", "BANK CHARGES")
                .then()
                .statusCode(200)
                .body("sku", equalTo("BANK CHARGES"))
                .body("adjusted", equalTo(3))
                .body("available", equalTo(3));
    }

    @Test
    void a_repeated_request_gets_the_same_answer_and_adds_nothing() {
        Response first = receive("repeated", 5, "b-1");
        Response second = receive("repeated", 5, "b-1");

        second.then().statusCode(201).body(equalTo(first.asString()));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header("Daybook-Position")).isEqualTo(first.header("Daybook-Position"));
        Response third = receive("repeated", 5, "b-2");
        warehouse()
                .header("Daybook-Position", third.header("Daybook-Position"))
                .get("/stock/repeated")
                .then()
                .body("received", equalTo(10))
                .body("version", equalTo(2));
    }

    @Test
    void a_key_cannot_be_used_for_another_request() {
        receive("reused", 5, "c-1").then().statusCode(201);

        problem(receive("reused", 6, "c-1"), 422, "idempotency-key-reused");
    }

    @Test
    void an_outdated_version_is_refused() {
        receive("stale", 5, "d-1").then().statusCode(201);
        receive("stale", 5, "d-2").then().statusCode(201);

        Response stale =
                warehouse()
                        .header("If-Match", "\"1\"")
                        .body(Map.of("delta", 1, "reason", "count"))
                        .post("/stock/stale/adjustments");
        problem(stale, 412, "stale-version");
        warehouse()
                .header("If-Match", "\"2\"")
                .body(Map.of("delta", 1, "reason", "count"))
                .post("/stock/stale/adjustments")
                .then()
                .statusCode(201)
                .header("ETag", "\"3\"");
    }

    @Test
    void a_refusal_of_the_decider_is_a_problem() {
        problem(receive("refused", 0, "e-1"), 422, "quantity-not-positive");
        Response below =
                warehouse()
                        .body(Map.of("delta", -1, "reason", "lost"))
                        .post("/stock/refused/adjustments");
        problem(below, 409, "stock-below-zero");
    }

    @Test
    void a_sku_that_never_was_is_not_found() {
        problem(warehouse().get("/stock/never"), 404, "sku-not-found")
                .body("detail", containsString("never"));
    }

    @Test
    void a_list_runs_by_sku_and_goes_on_where_the_page_before_ended() {
        for (String sku : List.of("page-b", "page-B", "page-a", "page-c")) {
            receive(sku, 1, "f-" + sku).then().statusCode(201);
        }
        Response last = receive("page-d", 1, "f-last");

        List<String> seen = new ArrayList<>();
        String after = "page-";
        while (after != null && after.startsWith("page-")) {
            Response page =
                    warehouse()
                            .header("Daybook-Position", last.header("Daybook-Position"))
                            .get("/stock?limit=2&after={after}", after);
            page.then().statusCode(200);
            seen.addAll(page.jsonPath().getList("stock.sku"));
            after = page.jsonPath().getString("next");
        }

        assertThat(seen)
                .filteredOn(sku -> sku.startsWith("page-"))
                .containsExactly("page-B", "page-a", "page-b", "page-c", "page-d");
        warehouse()
                .get("/stock?after=zzz")
                .then()
                .statusCode(200)
                .body("stock", is(empty()))
                .body("next", nullValue());
    }

    @Test
    void a_correlation_id_comes_back() {
        warehouse()
                .header("Correlation-Id", "mine-1")
                .get("/stock")
                .then()
                .header("Correlation-Id", "mine-1");
        warehouse()
                .header("Correlation-Id", "not one!")
                .get("/stock/never")
                .then()
                .header("Correlation-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    private static Response receive(String sku, int quantity, String key) {
        return warehouse()
                .header("Idempotency-Key", key)
                .body(Map.of("quantity", quantity, "reference", "DN"))
                .post("/stock/{sku}/receipts", sku);
    }

    private static RequestSpecification warehouse() {
        return Http.as("walter", "warehouse");
    }
}
