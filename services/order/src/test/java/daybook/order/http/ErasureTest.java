package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import daybook.contracts.Sealed;
import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmAuthorisation;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import daybook.eventlog.vault.Box;
import daybook.eventlog.vault.Vault;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Names and addresses stand nowhere in clear, and who is erased can be read nowhere. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class ErasureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> PERSONAL =
            List.of("Evangeline Quill", "77 Hidden Lane", "Nowherebury", "ZZ9 9ZZ");

    @Inject Service<OrderCommand, ?, ?> service;
    @Inject CommandSender inbox;
    @Inject Vault vault;
    @Inject AgroalDataSource database;

    @Inject
    @DataSource("vault")
    AgroalDataSource keys;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Test
    void what_is_personal_stands_in_no_log_no_inbox_no_table_and_no_answer() throws Exception {
        String order = placed("eva-search");
        tell(order, new ConfirmReservation(1));
        tell(order, new ConfirmReservation(2));
        tell(order, new ConfirmAuthorisation());
        stateStored(order);

        String stored = Stores.all(kafka, database, keys);

        assertThat(stored).as("the search sees what is there").contains(order, "book-shipment");
        assertThat(stored).doesNotContain(PERSONAL);
        assertThat(events(order).prettify()).doesNotContain(PERSONAL);
        assertThat(state(order)).doesNotContain(PERSONAL);
        assertThat(opened(order)).hasValueSatisfying(text -> assertThat(text).contains(PERSONAL));
    }

    @Test
    void an_erased_customers_orders_stay_and_nobody_can_read_where_they_went() {
        String order = placed("eva-erased");
        assertThat(opened(order)).isPresent();
        String stateBefore = state(order);

        Response erased = erase("eva-erased");

        erased.then()
                .statusCode(200)
                .body("owner", equalTo("eva-erased"))
                .body("by", equalTo("olivia"))
                .body("reason", equalTo("asked for it"))
                .body("streams", equalTo(List.of(order)))
                .body("keys.size()", equalTo(1));
        assertThat(opened(order)).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(events(order).getList("events.type"))
                                .isEqualTo(List.of("order-placed", "address-erased")));
        assertThat(events(order).getLong("events[1].data.certificate"))
                .isEqualTo(erased.jsonPath().getLong("number"));
        assertThat(events(order).getString("events[1].data.by")).isEqualTo("olivia");
        assertThat(state(order)).as("replayed as before").isEqualTo(stateBefore);
        Http.as("eva-erased", "customer").get("/orders/" + order).then().statusCode(200);
    }

    @Test
    void erased_again_it_is_answered_with_the_same_certificate_and_said_once() {
        String order = placed("eva-twice");
        Response first = erase("eva-twice");
        Response second = erase("eva-twice");

        assertThat(second.jsonPath().<Object>get()).isEqualTo(first.jsonPath().<Object>get());
        Http.as("adam", "auditor")
                .get("/customers/eva-twice/erasure")
                .then()
                .statusCode(200)
                .body("hash", equalTo(first.jsonPath().getString("hash")));
        tell(order, new ConfirmReservation(1));
        assertThat(events(order).getList("events.type"))
                .containsExactly("order-placed", "address-erased", "line-reserved");
    }

    @Test
    void only_operators_erase_and_only_whom_there_is() {
        placed("eva-mine");
        problem(erase("nobody-at-all"), 404, "nothing-erased");
        problem(
                Http.as("eva-mine", "customer")
                        .body(Map.of("reason", "x"))
                        .post("/customers/eva-mine/erasure"),
                403,
                "forbidden");
        problem(
                Http.as("olivia", "operator")
                        .body(Map.of("reason", " "))
                        .post("/customers/eva-mine/erasure"),
                422,
                "invalid-reason");
    }

    private static Response erase(String customer) {
        return Http.as("olivia", "operator")
                .body(Map.of("reason", "asked for it"))
                .post("/customers/" + customer + "/erasure");
    }

    /** The id of a new order that the read model knows. */
    private static String placed(String customer) {
        var order = new HashMap<>(OrderApi.order());
        order.put(
                "shipTo",
                Map.of(
                        "name", PERSONAL.get(0),
                        "street", PERSONAL.get(1),
                        "city", PERSONAL.get(2),
                        "postcode", PERSONAL.get(3),
                        "country", "GB"));
        Response placed = Http.as(customer, "customer").body(order).post("/orders");
        placed.then().statusCode(201);
        String id = placed.jsonPath().getString("orderId");
        OrderApi.get(customer, id, placed).then().statusCode(200);
        return id;
    }

    private void tell(String order, OrderCommand command) {
        new Peer(inbox).tell(service.inbox().message(order, command));
    }

    private void stateStored(String order) throws Exception {
        try (var connection = database.getConnection();
                var select =
                        connection.prepareStatement(
                                "SELECT count(*) FROM eventlog_stream WHERE stream_id = ? AND version = 5")) {
            select.setString(1, order);
            await().atMost(PATIENCE)
                    .until(() -> {
                        var row = select.executeQuery();
                        return row.next() && row.getInt(1) == 1;
                    });
        }
    }

    private Optional<String> opened(String order) {
        JsonPath events = events(order);
        var box =
                new Box(
                        events.getString("events[0].data.shipTo.key"),
                        events.getString("events[0].data.shipTo.data"));
        assertThat(box.key()).isNotEmpty();
        return vault.open(box, Sealed.context(order)).await().atMost(PATIENCE);
    }

    private static JsonPath events(String order) {
        return Http.as("olivia", "operator")
                .get("/history/order/" + order + "/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String state(String order) {
        return Http.as("olivia", "operator")
                .get("/history/order/" + order)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("state");
    }
}
