package daybook.shipping.http;

import static daybook.eventlog.testing.Http.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import daybook.contracts.Address;
import daybook.contracts.Sealed;
import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingCommand.BookShipment;
import daybook.contracts.shipping.ShippingCommand.CancelShipment;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import daybook.eventlog.testing.Tokens;
import daybook.eventlog.vault.Vault;
import daybook.shipping.effect.RunningSimulators;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the inbox over the carrier to the API, on a real broker and database. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "shipping"),
            @ResourceArg(name = "peers", value = "order")
        })
@WithTestResource(RunningSimulators.class)
class ShipmentResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final BookShipment BOOK = bookTo("N1 9GU");

    @Inject Service<ShippingCommand, ?, ?> service;
    @Inject CommandSender inbox;
    @Inject Vault vault;

    @Test
    void a_shipment_is_followed_from_its_booking_to_its_dispatch() {
        tell("s-1", BOOK);
        until("s-1", "BOOKED")
                .body("orderId", equalTo("s-1"))
                .body("customerId", equalTo("alice"))
                .body("carrier", equalTo("RoyalMail"))
                .body("trackingCode", not(blankOrNullString()))
                .body("reason", equalTo(""))
                .body("version", equalTo(2))
                .body("updatedAt", matchesPattern("20.*Z"));

        Response dispatched = dispatch("s-1", "key-1");
        dispatched
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .header("Location", matchesPattern("http://.*/shipments/s-1"))
                .header("Correlation-Id", matchesPattern("[0-9a-f-]{36}"))
                .body("orderId", equalTo("s-1"))
                .body("version", equalTo(3));
        Http.as("walter", "warehouse")
                .header("Daybook-Position", dispatched.header("Daybook-Position"))
                .get("/shipments/s-1")
                .then()
                .body("status", equalTo("DISPATCHED"));
    }

    @Test
    void a_repeated_dispatch_gets_the_same_answer_and_adds_nothing() {
        tell("s-2", BOOK);
        until("s-2", "BOOKED");

        Response first = dispatch("s-2", "key-2");
        Response second = dispatch("s-2", "key-2");
        Response another = dispatch("s-2", "key-3");

        second.then().statusCode(200).body(equalTo(first.asString()));
        assertThat(second.header("Daybook-Position")).isEqualTo(first.header("Daybook-Position"));
        another.then().statusCode(200).header("ETag", first.header("ETag"));
    }

    @Test
    void an_outdated_version_is_refused() {
        tell("s-3", BOOK);
        until("s-3", "BOOKED");

        Response stale =
                Http.as("walter", "warehouse")
                        .header("If-Match", "\"1\"")
                        .post("/shipments/s-3/dispatch");
        problem(stale, 412, "stale-version");
    }

    @Test
    void a_parcel_that_is_not_booked_cannot_be_dispatched() {
        problem(dispatch("never", "key-4"), 404, "no-such-shipment");
        tell("s-5", BOOK);
        until("s-5", "BOOKED");
        tell("s-5", new CancelShipment());
        until("s-5", "CANCELLED");

        problem(dispatch("s-5", "key-5"), 409, "not-booked");
    }

    @Test
    void a_booking_that_the_carrier_refuses_says_why() {
        tell("s-8", bookTo("NO-RATES"));

        until("s-8", "REFUSED").body("reason", containsString("No service delivers"));
    }

    @Test
    void somebody_elses_shipment_does_not_exist_for_a_customer() {
        String position = tell("s-6", BOOK).position().toString();

        Http.as("alice", "customer")
                .header("Daybook-Position", position)
                .get("/shipments/s-6")
                .then()
                .statusCode(200)
                .body("customerId", equalTo("alice"));
        problem(Http.as("bob", "customer").get("/shipments/s-6"), 404, "shipment-not-found");
        for (String role : List.of("operator", "warehouse", "auditor")) {
            Http.as("someone", role).get("/shipments/s-6").then().statusCode(200);
        }
    }

    @Test
    void only_the_warehouse_dispatches() {
        for (String role : List.of("customer", "operator", "auditor")) {
            problem(Http.as("someone", role).post("/shipments/s-7/dispatch"), 403, "forbidden");
        }
    }

    @Test
    void a_shipment_that_never_was_is_not_found() {
        problem(get("never"), 404, "shipment-not-found").body("detail", containsString("never"));
        problem(dispatch("a*b", "key-6"), 400, "invalid-order-id")
                .body("detail", containsString("a*b"));
    }

    @Test
    void without_a_valid_token_nothing_answers() {
        given().get("/shipments/s-1").then().statusCode(401);
        given().post("/shipments/s-1/dispatch").then().statusCode(401);
        Http.with(Tokens.forAnotherAudience("walter", "warehouse"))
                .get("/shipments/s-1")
                .then()
                .statusCode(401);
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void a_parcel_whose_address_was_erased_is_not_booked() {
        BookShipment book = sealedFor("s-erased", "erased-customer");
        vault.erase("erased-customer", "olivia", "asked for it", List.of("s-erased"))
                .await()
                .atMost(PATIENCE);

        tell("s-erased", book);

        until("s-erased", "REFUSED").body("reason", equalTo("the customer's address was erased"));
    }

    @Test
    void a_sealed_address_reaches_the_carrier() {
        tell("s-sealed", sealedFor("s-sealed", "sealed-customer"));

        until("s-sealed", "BOOKED").body("carrier", equalTo("RoyalMail"));
    }

    private BookShipment sealedFor(String orderId, String customer) {
        var address = new Address("Alice Example", "1 High Street", "London", "N1 9GU", "GB");
        var box =
                vault.seal(customer, Sealed.context(orderId), address.text())
                        .await()
                        .atMost(PATIENCE)
                        .box();
        return new BookShipment(customer, new Sealed(box.key(), box.data()), 700);
    }

    private static BookShipment bookTo(String postcode) {
        return new BookShipment(
                "alice",
                Sealed.inClear(
                        new Address("Alice Example", "1 High Street", "London", postcode, "GB")),
                700);
    }

    private Answer.Done tell(String orderId, ShippingCommand command) {
        return new Peer(inbox).tell(service.inbox().message(orderId, command));
    }

    private static ValidatableResponse until(String orderId, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> get(orderId).then().body("status", equalTo(status)));
        return get(orderId).then();
    }

    private static Response get(String orderId) {
        return Http.as("olivia", "operator").get("/shipments/" + orderId);
    }

    private static Response dispatch(String orderId, String key) {
        return Http.as("walter", "warehouse")
                .header("Idempotency-Key", key)
                .post("/shipments/{id}/dispatch", orderId);
    }
}
