package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.eventlog.Service;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.testing.BackingResource;
import daybook.eventlog.testing.Http;
import daybook.eventlog.testing.Peer;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happened to an order, and what it was at any time. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class HistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject Service<OrderCommand, ?, ?> service;
    @Inject CommandSender inbox;
    @Inject AgroalDataSource database;

    @Test
    void the_events_are_the_same_before_and_after_the_index_has_them() throws Exception {
        String order = placed("same");
        confirm(order, 1);
        confirm(order, 2);

        JsonPath fresh = json("/events", order);
        indexed(order, 3);
        JsonPath indexed = json("/events", order);

        assertThat(fresh.getList("events.type"))
                .containsExactly(
                        "order-placed", "line-reserved", "line-reserved", "order-reserved");
        assertThat(fresh.getList("events.version")).containsExactly(1, 2, 3, 4);
        assertThat(fresh.getString("events[0].data.currency")).isEqualTo("GBP");
        assertThat(fresh.getString("next")).isNull();
        assertThat(indexed.<Object>get()).isEqualTo(fresh.<Object>get());
    }

    @Test
    void pages_are_the_whole() throws Exception {
        String order = placed("pages");
        confirm(order, 1);
        confirm(order, 2);
        indexed(order, 3);

        List<Integer> versions = new ArrayList<>();
        String next = "0";
        while (next != null) {
            JsonPath page = json("/events?limit=1&after=" + next, order);
            versions.addAll(page.getList("events.version"));
            next = page.getString("next");
        }

        assertThat(versions).containsExactly(1, 2, 3, 4);
    }

    @Test
    void an_order_is_what_it_was_at_a_version_and_at_an_instant() {
        String order = placed("past");
        confirm(order, 1);
        confirm(order, 2);
        JsonPath events = json("/events", order);
        Instant reserved = Instant.parse(events.getString("events[1].time"));

        assertThat(json("", order).getInt("version")).isEqualTo(4);
        JsonPath second = json("?version=2", order);
        assertThat(second.getInt("version")).isEqualTo(2);
        assertThat(json("?at=" + reserved, order).<Object>get()).isEqualTo(second.<Object>get());
        assertThat(json("?at=" + reserved.minusNanos(1_000), order).getInt("version")).isEqualTo(1);
        assertThat(json("?version=1", order).<Object>get("state"))
                .isNotEqualTo(second.<Object>get("state"));
    }

    @Test
    void what_changed_between_two_versions_is_told_place_by_place() {
        String order = placed("changes");
        confirm(order, 1);
        confirm(order, 2);

        JsonPath reserved = json("/changes?from=1&to=2", order);
        JsonPath back = json("/changes?from=2&to=1", order);

        assertThat(reserved.getList("changes.path")).isNotEmpty();
        assertThat(back.<String>getList("changes.path"))
                .isEqualTo(reserved.<String>getList("changes.path"));
        assertThat(back.<Object>getList("changes.before"))
                .isEqualTo(reserved.<Object>getList("changes.after"));
        assertThat(json("/changes?from=2&to=2", order).getList("changes")).isEmpty();
        assertThat(json("/changes?from=0&to=1", order).getList("changes")).isNotEmpty();
    }

    @Test
    void before_its_first_event_there_was_nothing_and_that_is_said() {
        String order = placed("nothing");

        ask("?at=2020-01-01T00:00:00Z", order)
                .then()
                .statusCode(200)
                .body("version", equalTo(0))
                .body("note", equalTo("Nothing had happened to it yet"))
                .body("state", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "?version=9, 404, unknown-version, no version 9",
        "?at=yesterday, 400, invalid-instant, yesterday",
        "?version=1&at=2026-01-01T00:00:00Z, 400, invalid-question, not both",
        "/events?limit=0, 400, invalid-limit, 0",
        "/changes?from=1, 400, invalid-question, from=2",
        "/changes?from=1&to=9, 404, unknown-version, no version 9",
        "?version=first, 400, invalid-parameter, first",
    })
    void a_question_that_makes_no_sense_is_named(
            String query, int status, String code, String named) {
        problem(ask(query, placed("questions")), status, code)
                .body("detail", containsString(named));
    }

    @Test
    void what_never_was_is_not_found() {
        problem(ask("", UUID.randomUUID().toString()), 404, "unknown-stream");
        problem(ask("/events", UUID.randomUUID().toString()), 404, "unknown-stream");
        problem(
                Http.as("olivia", "operator").get("/history/payment/x/events"),
                404,
                "unknown-service");
    }

    @Test
    void customers_do_not_see_it() {
        String order = placed("customers");
        problem(
                Http.as("customers", "customer").get("/history/order/" + order + "/events"),
                403,
                "forbidden");
    }

    private static String placed(String key) {
        return OrderApi.placed("historian", "history-" + key);
    }

    private void confirm(String order, int line) {
        new Peer(inbox).tell(service.inbox().message(order, new ConfirmReservation(line)));
    }

    /** Waits until the shard has stored so many answers of the order. */
    private void indexed(String order, int commands) throws SQLException {
        try (var connection = database.getConnection();
                var count =
                        connection.prepareStatement(
                                "SELECT count(*) FROM eventlog_answer WHERE stream_id = ?")) {
            count.setString(1, order);
            await().atMost(PATIENCE)
                    .until(() -> {
                        var row = count.executeQuery();
                        return row.next() && row.getInt(1) == commands;
                    });
        }
    }

    private static JsonPath json(String query, String order) {
        Response answer = ask(query, order);
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    private static Response ask(String query, String order) {
        return Http.as("olivia", "operator").get("/history/order/" + order + query);
    }
}
