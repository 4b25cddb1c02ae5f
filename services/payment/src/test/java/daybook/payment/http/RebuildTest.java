package daybook.payment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import daybook.contracts.payment.PaymentCommand;
import daybook.contracts.payment.PaymentCommand.AuthorisePayment;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import daybook.payment.effect.PaymentProviderConfig;
import daybook.payment.effect.RunningSimulators;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Rows are posted again; what once followed from the events does not follow again. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "payment"),
            @ResourceArg(name = "peers", value = "order")
        })
@WithTestResource(RunningSimulators.class)
class RebuildTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAYMENTS = 10;

    @Inject Service<PaymentCommand, ?, ?> service;
    @Inject CommandSender inbox;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject PaymentProviderConfig provider;

    @Test
    void a_rebuild_calls_nobody_and_writes_to_no_topic() throws Exception {
        for (int i = 0; i < PAYMENTS; i++) {
            String order = "rebuilt-" + i;
            new Peer(inbox)
                    .tell(
                            service.inbox()
                                    .message(
                                            order,
                                            new AuthorisePayment(
                                                    "alice", 990, "EUR", "pm_card_visa")));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            Http.as("olivia", "operator")
                                    .get("/payments/" + order)
                                    .then()
                                    .body("status", equalTo("AUTHORISED")));
        }
        Map<String, Long> topics = ends();
        // Counts the calls that the provider gets from now on.
        provider("POST", "{\"mode\": \"slow\", \"latencyMillis\": 1}");

        int number = rebuild();
        await().atMost(PATIENCE).until(() -> generation(number).get("comparison") != null);
        assertThat(generation(number).getInt("comparison.rows")).isGreaterThan(PAYMENTS);
        assertThat(generation(number).getList("comparison.first")).isEmpty();
        Http.as("olivia", "operator")
                .body("{}")
                .post("/projections/payment/%d/switch".formatted(number))
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).until(() -> generation(1).get("comparison") != null);

        assertThat(ends()).isEqualTo(topics);
        assertThat(provider("GET", "")).contains("\"fired\":0");
    }

    private int rebuild() {
        return Http.as("olivia", "operator")
                .body("{}")
                .post("/projections/payment")
                .jsonPath()
                .getInt("number");
    }

    private static JsonPath generation(int number) {
        return Http.as("olivia", "operator")
                .get("/projections/payment")
                .jsonPath()
                .setRootPath("generations.find { it.number == %d }".formatted(number));
    }

    /** How long each topic is. */
    private Map<String, Long> ends() throws Exception {
        try (var admin = Admin.create(kafka)) {
            var partitions =
                    admin
                            .describeTopics(admin.listTopics().names().get())
                            .allTopicNames()
                            .get()
                            .values()
                            .stream()
                            .flatMap(topic ->
                                    topic.partitions().stream()
                                            .map(p ->
                                                    new TopicPartition(
                                                            topic.name(), p.partition())))
                            .collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
            Map<String, Long> ends = new TreeMap<>();
            admin.listOffsets(partitions)
                    .all()
                    .get()
                    .forEach((partition, end) ->
                            ends.merge(partition.topic(), end.offset(), Long::sum));
            return ends;
        }
    }

    private String provider(String method, String body) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            provider.url().toURI().resolve("/simulator/faults"))
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
