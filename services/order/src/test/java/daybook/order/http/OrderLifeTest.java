package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmAuthorisation;
import daybook.contracts.order.OrderCommand.ConfirmBooking;
import daybook.contracts.order.OrderCommand.ConfirmCapture;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.contracts.order.OrderCommand.RefuseReservation;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class OrderLifeTest {

    @Inject Service<OrderCommand, ?, ?> service;
    @Inject CommandSender inbox;

    @Test
    void an_order_is_followed_from_its_placing_to_its_return() {
        String orderId = OrderApi.placed("follower", "life");

        after(orderId, new ConfirmReservation(1))
                .body("status", equalTo("RESERVING"))
                .body("lines.status", equalTo(List.of("RESERVED", "OPEN")));
        after(orderId, new ConfirmReservation(2)).body("status", equalTo("AUTHORISING"));
        after(orderId, new ConfirmAuthorisation()).body("status", equalTo("BOOKING"));
        after(orderId, new ConfirmBooking("DHL", "EZ1000"))
                .body("status", equalTo("BOOKED"))
                .body("carrier", equalTo("DHL"))
                .body("trackingCode", equalTo("EZ1000"));
        after(orderId, new ConfirmDispatch()).body("status", equalTo("CAPTURING"));
        problem(cancel("follower", orderId), 409, "order-shipped");
        after(orderId, new ConfirmCapture()).body("status", equalTo("COMPLETED"));

        Response returned = giveBack("follower", orderId, 4, "r-1");
        String returnId = returned.jsonPath().getString("returnId");
        returned.then().statusCode(201).body("orderId", equalTo(orderId));
        OrderApi.get("follower", orderId, returned)
                .then()
                .body("status", equalTo("COMPLETED"))
                .body("refundedMinor", equalTo(4 * 255))
                .body("lines.returned", equalTo(List.of(4, 0)));
        Response again = giveBack("follower", orderId, 4, "r-1");
        again.then().statusCode(201).body("returnId", equalTo(returnId));
        assertThat(again.header("ETag")).isEqualTo(returned.header("ETag"));
        problem(giveBack("follower", orderId, 7, "r-2"), 409, "more-than-shipped");
    }

    @Test
    void an_order_without_stock_says_why_it_was_rejected() {
        String orderId = OrderApi.placed("unlucky", "life");

        after(orderId, new RefuseReservation(1, "10 of 85123A were ordered, 3 were available"));
        after(orderId, new ConfirmReservation(2))
                .body("status", equalTo("REJECTED"))
                .body("reason", equalTo("out of stock: line 1 (85123A)"))
                .body("lines.status", equalTo(List.of("REFUSED", "RESERVED")));
    }

    @Test
    void a_cancelled_order_is_cancelled_once() {
        Response placed = OrderApi.place("quitter", "life");
        String orderId = placed.jsonPath().getString("orderId");

        Response first = cancel("quitter", orderId);
        first.then().statusCode(200).header("ETag", "\"2\"").body("version", equalTo(2));
        OrderApi.get("quitter", orderId, first)
                .then()
                .body("status", equalTo("CANCELLED"))
                .body("reason", equalTo("changed my mind"));
        cancel("quitter", orderId).then().statusCode(200).body("version", equalTo(2));
    }

    @Test
    void an_outdated_version_is_refused() {
        String orderId = OrderApi.placed("racer", "life");
        after(orderId, new ConfirmReservation(1));

        problem(cancelAt("racer", orderId, "\"1\""), 412, "stale-version");
        problem(cancelAt("racer", orderId, "1"), 400, "invalid-if-match");
        cancelAt("racer", orderId, "\"2\"").then().statusCode(200).header("ETag", "\"3\"");
    }

    @Test
    void somebody_elses_order_does_not_exist_for_a_customer() {
        Response placed = OrderApi.place("alice", "life");
        String orderId = placed.jsonPath().getString("orderId");

        problem(OrderApi.get("bob", orderId, placed), 404, "order-not-found");
        problem(cancel("bob", orderId), 404, "order-not-found");
        problem(giveBack("bob", orderId, 1, "r-1"), 404, "order-not-found");
        for (String role : List.of("operator", "auditor")) {
            Http.as("someone", role).get("/orders/" + orderId).then().statusCode(200);
        }
        Http.as("olivia", "operator")
                .body(Map.of("reason", "asked by telephone"))
                .post("/orders/" + orderId + "/cancellation")
                .then()
                .statusCode(200);
    }

    @Test
    void an_order_that_never_was_is_not_found() {
        problem(Http.as("alice", "customer").get("/orders/none"), 404, "order-not-found");
        problem(cancel("alice", "none"), 404, "order-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b", "ä", "a/b"})
    void an_order_id_that_cannot_be_is_named(String orderId) {
        var alice = Http.as("alice", "customer").pathParam("id", orderId);
        problem(alice.get("/orders/{id}"), 400, "invalid-order-id")
                .body("detail", containsString(orderId));
        problem(
                alice.body(Map.of("reason", "x")).post("/orders/{id}/cancellation"),
                400,
                "invalid-order-id");
    }

    @Test
    void a_return_of_nothing_can_be_read_but_not_done() {
        String orderId = OrderApi.placed("emptier", "life");

        Response nothing =
                Http.as("emptier", "customer")
                        .body("{\"lines\": [null], \"reason\": \"x\"}")
                        .post("/orders/" + orderId + "/returns");
        problem(nothing, 400, "unreadable-body").body("detail", containsString("lines"));
        problem(giveBack("emptier", orderId, 1, "r-1"), 409, "order-not-shipped");
    }

    /** The order as staff see it after a peer's command. */
    private ValidatableResponse after(String orderId, OrderCommand command) {
        var done = new Peer(inbox).tell(service.inbox().message(orderId, command));
        return Http.as("olivia", "operator")
                .header("Daybook-Position", done.position().toString())
                .get("/orders/" + orderId)
                .then()
                .statusCode(200);
    }

    private static Response cancel(String customer, String orderId) {
        return Http.as(customer, "customer")
                .body(Map.of("reason", "changed my mind"))
                .post("/orders/" + orderId + "/cancellation");
    }

    private static Response cancelAt(String customer, String orderId, String etag) {
        return Http.as(customer, "customer")
                .header("If-Match", etag)
                .body(Map.of("reason", "changed my mind"))
                .post("/orders/" + orderId + "/cancellation");
    }

    private static Response giveBack(String customer, String orderId, int units, String key) {
        return Http.as(customer, "customer")
                .header("Idempotency-Key", key)
                .body(
                        Map.of(
                                "lines",
                                List.of(Map.of("line", 1, "quantity", units)),
                                "reason",
                                "broken"))
                .post("/orders/" + orderId + "/returns");
    }
}
