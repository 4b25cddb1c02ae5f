package daybook.payment.http;

import static daybook.eventlog.testing.Http.problem;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.contracts.payment.PaymentCommand.CapturePayment;
import daybook.contracts.payment.PaymentCommand.RefundPayment;
import daybook.contracts.payment.PaymentCommand.VoidPayment;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import daybook.eventlog.testing.Tokens;
import daybook.payment.effect.RunningSimulators;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the inbox over the provider to the API, on a real broker and database. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "payment"),
            @ResourceArg(name = "peers", value = "order")
        })
@WithTestResource(RunningSimulators.class)
class PaymentResourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject Service<PaymentCommand, ?, ?> service;
    @Inject CommandSender inbox;

    @Test
    void a_payment_is_followed_from_its_authorisation_to_its_refund() {
        tell("p-1", new AuthorisePayment("alice", 2550, "GBP", "pm_card_visa"));
        until("p-1", "AUTHORISED")
                .body("orderId", equalTo("p-1"))
                .body("customerId", equalTo("alice"))
                .body("currency", equalTo("GBP"))
                .body("authorisedMinor", equalTo(2550))
                .body("capturedMinor", equalTo(0))
                .body("reason", equalTo(""))
                .body("version", equalTo(2))
                .body("updatedAt", matchesPattern("20.*Z"));

        tell("p-1", new CapturePayment());
        until("p-1", "CAPTURED").body("capturedMinor", equalTo(2550));

        tell("p-1", new RefundPayment("r-1", 500));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        get("p-1")
                                .then()
                                .body("refundedMinor", equalTo(500))
                                .body("voidedMinor", equalTo(0))
                                .body("version", equalTo(6)));
    }

    @Test
    void a_payment_that_is_let_go_is_voided() {
        tell("p-2", new AuthorisePayment("alice", 990, "EUR", "pm_card_visa"));
        until("p-2", "AUTHORISED");
        tell("p-2", new VoidPayment());

        until("p-2", "VOIDED")
                .body("authorisedMinor", equalTo(990))
                .body("voidedMinor", equalTo(990))
                .body("capturedMinor", equalTo(0));
    }

    @Test
    void a_declined_payment_says_why() {
        tell("p-3", new AuthorisePayment("alice", 990, "EUR", "pm_card_chargeDeclined"));

        until("p-3", "DECLINED").body("reason", containsString("decline"));
    }

    @Test
    void somebody_elses_payment_does_not_exist_for_a_customer() {
        var done = tell("p-4", new AuthorisePayment("alice", 990, "EUR", "pm_card_visa"));
        String position = done.position().toString();

        for (String subject : List.of("alice", "bob")) {
            Response answer =
                    Http.as(subject, "customer")
                            .header("Daybook-Position", position)
                            .get("/payments/p-4");
            if (subject.equals("alice")) {
                answer.then().statusCode(200);
            } else {
                problem(answer, 404, "payment-not-found");
            }
        }
        Http.as("adam", "auditor").get("/payments/p-4").then().statusCode(200);
        problem(Http.as("walter", "warehouse").get("/payments/p-4"), 403, "forbidden");
    }

    @Test
    void a_payment_that_never_was_is_not_found() {
        problem(get("never"), 404, "payment-not-found").body("detail", containsString("never"));
        Response strange = Http.as("olivia", "operator").get("/payments/{id}", "a*b");
        problem(strange, 400, "invalid-order-id").body("detail", containsString("a*b"));
    }

    @Test
    void without_a_valid_token_nothing_answers() {
        given().get("/payments/p-1").then().statusCode(401);
        Http.with(Tokens.forAnotherAudience("olivia", "operator"))
                .get("/payments/p-1")
                .then()
                .statusCode(401);
        given().get("/q/health/ready").then().statusCode(200);
    }

    private Answer.Done tell(String orderId, PaymentCommand command) {
        return new Peer(inbox).tell(service.inbox().message(orderId, command));
    }

    private static ValidatableResponse until(String orderId, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> get(orderId).then().body("status", equalTo(status)));
        return get(orderId).then();
    }

    private static Response get(String orderId) {
        return Http.as("olivia", "operator").get("/payments/" + orderId);
    }
}
