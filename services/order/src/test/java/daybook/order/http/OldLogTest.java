package daybook.order.http;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmDispatch;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the first release has left in log and inbox is gone on with. */
@QuarkusTest
@WithTestResource(
        value = OldLog.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class OldLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject Service<OrderCommand, ?, ?> service;
    @Inject CommandSender inbox;

    @Test
    void an_order_that_was_booked_before_orders_knew_the_carrier_is_read_and_goes_on() {
        booked(OldLog.BOOKED).body("carrier", equalTo("")).body("trackingCode", equalTo("EZ1"));
        events(OldLog.BOOKED)
                .body("events.schema", equalTo(List.of(1, 1, 1, 1, 1)))
                .body("events[4].data.carrier", equalTo(""));

        var done =
                new Peer(inbox).tell(service.inbox().message(OldLog.BOOKED, new ConfirmDispatch()));

        Http.as("olivia", "operator")
                .header("Daybook-Position", done.position().toString())
                .get("/orders/" + OldLog.BOOKED)
                .then()
                .body("version", equalTo(6))
                .body("status", equalTo("CAPTURING"));
    }

    @Test
    void a_command_that_waited_in_the_inbox_leads_to_an_event_of_today() {
        booked(OldLog.WAITING).body("carrier", equalTo("")).body("trackingCode", equalTo("EZ2"));
        events(OldLog.WAITING)
                .body("events[3].schema", equalTo(1))
                .body("events[4].type", equalTo("order-booked"))
                .body("events[4].schema", equalTo(2))
                .body("events[4].data.carrier", equalTo(""));
    }

    private static ValidatableResponse booked(String order) {
        return await().atMost(PATIENCE)
                .until(
                        () -> Http.as("olivia", "operator").get("/orders/" + order),
                        answer -> "BOOKED".equals(answer.jsonPath().getString("status")))
                .then();
    }

    private static ValidatableResponse events(String order) {
        return Http.as("olivia", "operator")
                .get("/history/order/" + order + "/events")
                .then()
                .statusCode(200);
    }
}
