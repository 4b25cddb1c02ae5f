package daybook.inventory.http;

import static daybook.eventlog.testing.Http.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Tokens;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the API does not take, and what it says to them. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "inventory"),
            @ResourceArg(name = "peers", value = "order")
        })
class StockRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"quantity\": 1, \"reference\": | body",
                "{\"quantity\": 1} | reference",
                "{\"reference\": \"DN\"} | quantity",
                "{\"quantity\": null, \"reference\": \"DN\"} | quantity",
                "{\"quantity\": 1, \"reference\": null} | reference",
                "{\"quantity\": \"many\", \"reference\": \"DN\"} | quantity",
                "{\"quantity\": \"5\", \"reference\": \"DN\"} | quantity",
                "{\"quantity\": 1, \"reference\": 5} | reference",
                "{\"quantity\": 1.5, \"reference\": \"DN\"} | quantity",
                "{\"quantity\": 99999999999, \"reference\": \"DN\"} | quantity",
                "{\"quantity\": 1, \"reference\": \"DN\", \"colour\": \"red\"} | colour",
                "{\"quantity\": 1, \"reference\": \"\\u0000\"} | reference",
                "{\"quantity\": 1, \"reference\": \"\\ud800\"} | reference",
                "[1] | body",
                "null | body",
                "'' | body",
            })
    void a_body_that_cannot_be_read_is_named(String body, String named) {
        Response answer = warehouse().body(body).post("/stock/unread/receipts");

        problem(answer, 400, "unreadable-body").body("detail", containsString(named));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b", "ä", "a%b", "a/b", "%2e/"})
    void a_sku_that_cannot_be_is_named(String sku) {
        problem(warehouse().get("/stock/{sku}", sku), 400, "invalid-sku")
                .body("detail", containsString(sku));
        Response receipt =
                warehouse()
                        .body(Map.of("quantity", 1, "reference", "DN"))
                        .post("/stock/{sku}/receipts", sku);
        problem(receipt, 400, "invalid-sku").body("detail", containsString(sku));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stock/a%00b", "/stock?after=%00"})
    void a_nul_character_is_turned_away(String uri) {
        problem(warehouse().urlEncodingEnabled(false).get(uri), 400, "invalid-uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1"})
    void a_limit_out_of_bounds_is_named(String limit) {
        problem(warehouse().get("/stock?limit=" + limit), 400, "invalid-limit")
                .body("detail", containsString(limit));
    }

    @Test
    void a_limit_that_is_no_number_is_named() {
        problem(warehouse().get("/stock?limit=many"), 400, "invalid-parameter")
                .body("detail", containsString("many"));
    }

    @Test
    void only_the_warehouse_books_stock() {
        for (String role : List.of("customer", "operator", "auditor")) {
            Response receipt =
                    Http.as("someone", role)
                            .body(Map.of("quantity", 1, "reference", "DN"))
                            .post("/stock/forbidden/receipts");
            problem(receipt, 403, "forbidden");
        }
    }

    @Test
    void without_a_valid_token_nothing_answers() {
        given().get("/stock").then().statusCode(401);
        Http.with(Tokens.forAnotherAudience("walter", "warehouse"))
                .get("/stock")
                .then()
                .statusCode(401);
        Http.with(Tokens.of("walter", "warehouse") + "x").get("/stock").then().statusCode(401);
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void a_position_that_is_not_reached_is_not_waited_for_forever() {
        Response behind = warehouse().header("Daybook-Position", "0-999999999").get("/stock/never");

        problem(behind, 409, "read-model-behind").header("Retry-After", "1");
        problem(
                warehouse().header("Daybook-Position", "soon").get("/stock/never"),
                400,
                "invalid-position");
    }

    @Test
    void what_is_not_there_is_a_problem_too() {
        problem(warehouse().get("/nowhere"), 404, "http-404");
        problem(warehouse().delete("/stock/any"), 405, "http-405");
        Response text =
                warehouse().contentType(ContentType.TEXT).body("forty").post("/stock/any/receipts");
        problem(text, 415, "http-415");
    }

    private static RequestSpecification warehouse() {
        return Http.as("walter", "warehouse");
    }
}
