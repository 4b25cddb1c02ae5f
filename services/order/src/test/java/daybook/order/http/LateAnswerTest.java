package daybook.order.http;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.not;

import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Answers that come after the request's own deadline, as no transaction takes under a millisecond.
 */
@QuarkusTest
@TestProfile(LateAnswerTest.Impatient.class)
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class LateAnswerTest {

    /** Waits for no answer. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("daybook.answer-timeout", "1ms");
        }
    }

    @Test
    void an_order_whose_answer_is_late_is_accepted_and_can_be_found_where_the_answer_says() {
        Response late = Http.as("alice", "customer").body(OrderApi.order()).post("/orders");

        late.then().statusCode(202).header("Location", not(emptyOrNullString()));
        String location = late.header("Location");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Http.as("alice", "customer").get(location).statusCode() == 200);
    }
}
