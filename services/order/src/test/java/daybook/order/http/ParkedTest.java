package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits for an operator, and what operators do about it. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class ParkedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject Service<OrderCommand, ?, ?> service;
    @Inject CommandSender inbox;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Test
    void an_operator_sees_what_waits_tries_a_redrive_and_carries_it_out() {
        String order = OrderApi.placed("waiting", "parked-redrive");
        write("order.commands", order, "garbage", Map.of("ce_id", "bad-1"));
        String key = UUID.randomUUID().toString();
        await().atMost(PATIENCE)
                .untilAsserted(() -> problem(cancel(order, key), 500, "command-parked"));
        parked(order, 2);

        JsonPath view = operator().get("/parked/order/" + order).jsonPath();
        assertThat(view.getList("commands.id").getFirst()).isEqualTo("bad-1");
        assertThat(view.getString("commands[0].why")).contains("No header ce_type");
        assertThat(view.getString("commands[0].content")).isEqualTo("garbage");
        assertThat(view.getString("commands[1].type")).isEqualTo("cancel-order");
        assertThat(view.getString("commands[1].content")).contains("not needed");

        operator()
                .get("/parked/order/" + order + "/dry-run")
                .then()
                .statusCode(200)
                .body("steps.outcome", contains("stuck"))
                .body("left", equalTo(2));
        operator()
                .body(Map.of("command", "bad-1", "why", "a test"))
                .post("/parked/order/" + order + "/discard")
                .then()
                .statusCode(200)
                .body("kind", equalTo("DISCARD"))
                .body("by", equalTo("olivia"))
                .body("left", equalTo(1));
        parked(order, 1);
        JsonPath dryRun = operator().get("/parked/order/" + order + "/dry-run").jsonPath();
        assertThat(dryRun.getList("steps.events[0].type")).contains("order-cancelled");
        assertThat(dryRun.getList("steps.messages[0].service")).contains("inventory");
        assertThat(dryRun.getLong("versionBefore")).isEqualTo(1);
        assertThat(dryRun.getList("changes.path")).contains("/is");
        problem(cancel(order, key), 500, "command-parked");

        String act = UUID.randomUUID().toString();
        String last = dryRun.getString("last");
        problem(redrive(order, UUID.randomUUID().toString(), 2, last), 412, "stale-queue");
        Response redriven = redrive(order, act, 1, last);
        redriven.then()
                .statusCode(200)
                .body("commands", contains(last))
                .body("why", equalTo("it is mended"))
                .body("left", equalTo(0));
        assertThat(redrive(order, act, 1, last).asString()).isEqualTo(redriven.asString());

        cancel(order, key).then().statusCode(200);
        OrderApi.get("waiting", order, redriven)
                .then()
                .statusCode(200)
                .body("status", equalTo("CANCELLED"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> problem(operator().get("/parked/order/" + order), 404, "not-parked"));
    }

    @Test
    void a_command_without_a_key_stops_no_order() {
        write("order.commands", null, "garbage", Map.of());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        operator()
                                .get("/parked/order")
                                .then()
                                .body(
                                        "streams.streamId",
                                        hasItem(containsString("order.commands."))));
        String stream =
                operator()
                        .get("/parked/order")
                        .jsonPath()
                        .getString(
                                "streams.find { it.streamId.startsWith('order.commands.') }.streamId");
        String command =
                operator().get("/parked/order/" + stream).jsonPath().getString("commands[0].id");
        operator()
                .body(Map.of("command", command, "why", "nobody knows it"))
                .post("/parked/order/" + stream + "/discard")
                .then()
                .statusCode(200);
        assertThat(OrderApi.placed("waiting", "parked-keyless")).isNotEmpty();
    }

    @Test
    void an_entry_that_cannot_be_read_stops_the_read_model_of_its_own_order_only() {
        String order = OrderApi.placed("reader", "parked-held");
        String well = OrderApi.placed("reader", "parked-well");
        write("order.events", order, "garbage", Map.of());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        operator()
                                .get("/parked/order/" + order)
                                .then()
                                .statusCode(200)
                                .body("stopped.who", contains("projection"))
                                .body("stopped.topic", contains("order.events"))
                                .body("stopped.content", contains("garbage")));
        JsonPath view = operator().get("/parked/order/" + order).jsonPath();
        long offset = view.getLong("stopped[0].offset");
        assertThat(view.getString("stopped[0].why")).contains("offset " + offset);

        confirm(order, 1);
        confirm(well, 1);
        status(well, "RESERVED");
        confirmed(order, view.getString("stopped[0].why"));
        assertThat(line(order)).isEqualTo("OPEN");

        problem(discard(order, offset + 1), 412, "stale-queue");
        discard(order, offset).then().statusCode(200).body("passedOver", equalTo((int) offset));
        status(order, "RESERVED");
    }

    @Test
    void an_entry_that_cannot_be_read_stops_its_own_order_only_in_a_rebuild_too() {
        String order = OrderApi.placed("reader", "parked-rebuilt");
        write("order.events", order, "garbage", Map.of());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> operator().get("/parked/order/" + order).then().statusCode(200));
        long offset =
                operator().get("/parked/order/" + order).jsonPath().getLong("stopped[0].offset");
        confirm(order, 1);

        int stopped = rebuilt();
        int before = live();
        operator()
                .body("{}")
                .post("/projections/order/" + stopped + "/switch")
                .then()
                .statusCode(200);
        assertThat(line(order)).isEqualTo("OPEN");
        discard(order, offset).then().statusCode(200);
        status(order, "RESERVED");

        operator().delete("/projections/order/" + before).then().statusCode(200);
        int whole = rebuilt();
        operator().delete("/projections/order/" + whole).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "redrive, '{\"count\":0,\"last\":\"c\",\"why\":\"w\"}', invalid-queue",
        "redrive, '{\"count\":1,\"last\":\"c\",\"why\":\" \"}', invalid-reason",
        "discard, '{\"why\":\"w\"}', invalid-discard",
        "discard, '{\"command\":\"c\",\"entry\":1,\"why\":\"w\"}', invalid-discard",
        "redrive, '{\"count\":1,\"last\":\"c\"}', unreadable-body",
    })
    void what_makes_no_sense_is_named(String act, String body, String code) {
        problem(operator().body(body).post("/parked/order/x/" + act), 400, code);
    }

    @Test
    void what_is_not_parked_is_not_found() {
        problem(operator().get("/parked/order/x"), 404, "not-parked");
        problem(operator().get("/parked/order/x/dry-run"), 404, "not-parked");
        problem(redrive("x", "k", 1, "c"), 404, "not-parked");
        problem(operator().get("/parked/payment"), 404, "unknown-service");
    }

    @Test
    void auditors_look_operators_act_and_nobody_else_does_either() {
        Http.as("adam", "auditor").get("/parked/order").then().statusCode(200);
        var why = Map.of("command", "c", "why", "w");
        problem(
                Http.as("adam", "auditor").body(why).post("/parked/order/x/discard"),
                403,
                "forbidden");
        problem(Http.as("alice", "customer").get("/parked/order"), 403, "forbidden");
        problem(Http.as("walter", "warehouse").get("/parked/order/x"), 403, "forbidden");
    }

    @Test
    void metrics_say_how_many_streams_wait() {
        String order = OrderApi.placed("measured", "parked-metrics");
        write("order.commands", order, "garbage", Map.of());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(RestAssured.get("/q/metrics").asString())
                                .containsPattern("daybook_parked_streams(\\{.*})? [1-9]")
                                .contains("daybook_parked_age_seconds")
                                .contains("daybook_log_held"));
    }

    /** A generation that has caught up and has the same rows as the live one. */
    private static int rebuilt() {
        int number = operator().body("{}").post("/projections/order").jsonPath().getInt("number");
        await().atMost(PATIENCE).until(() -> generation(number).get("comparison.first") != null);
        assertThat(generation(number).<Object>get("comparison.first")).isEqualTo(List.of());
        return number;
    }

    private static JsonPath generation(int number) {
        return operator()
                .get("/projections/order")
                .jsonPath()
                .setRootPath("generations.find { it.number == %d }".formatted(number));
    }

    private static int live() {
        return operator()
                .get("/projections/order")
                .jsonPath()
                .getInt("generations.find { it.live }.number");
    }

    private static RequestSpecification operator() {
        return Http.as("olivia", "operator");
    }

    private static Response cancel(String order, String key) {
        return Http.as("waiting", "customer")
                .header("Idempotency-Key", key)
                .body(Map.of("reason", "not needed"))
                .post("/orders/" + order + "/cancellation");
    }

    private static Response redrive(String order, String key, int count, String last) {
        return operator()
                .header("Idempotency-Key", key)
                .body(Map.of("count", count, "last", last, "why", "it is mended"))
                .post("/parked/order/" + order + "/redrive");
    }

    private static Response discard(String order, long entry) {
        return operator()
                .body(Map.of("entry", entry, "why", "nobody wrote it"))
                .post("/parked/order/" + order + "/discard");
    }

    private void confirm(String order, int line) {
        new Peer(inbox).tell(service.inbox().message(order, new ConfirmReservation(line)));
    }

    /** Waits until the shard has stored that so many commands wait. */
    private static void parked(String order, int commands) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        operator()
                                .get("/parked/order/" + order)
                                .then()
                                .statusCode(200)
                                .body("count", equalTo(commands)));
    }

    /** Its history has what its owner wrote, and names what is none. */
    private static void confirmed(String order, String why) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        operator()
                                .get("/history/order/" + order)
                                .then()
                                .statusCode(200)
                                .body("version", equalTo(2))
                                .body("stopped.why", contains(why)));
    }

    private static void status(String order, String firstLine) {
        await().atMost(PATIENCE).until(() -> line(order).equals(firstLine));
    }

    private static String line(String order) {
        return Http.as("reader", "customer")
                .get("/orders/" + order)
                .jsonPath()
                .getString("lines[0].status");
    }

    private void write(
            String topic, @Nullable String key, String value, Map<String, String> headers) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", kafka);
        try (var producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<>(topic, key, value.getBytes(StandardCharsets.UTF_8));
            headers.forEach((name, text) ->
                    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record);
        }
    }
}
