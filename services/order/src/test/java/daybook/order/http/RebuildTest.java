package daybook.order.http;

import static daybook.eventlog.testing.Http.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The read model is posted again from the log while it is at work. */
@QuarkusTest
@WithTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "service", value = "order"),
            @ResourceArg(name = "peers", value = "inventory,payment,shipping")
        })
class RebuildTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ENOUGH = 40;

    @Inject Service<OrderCommand, ?, ?> service;
    @Inject CommandSender inbox;
    @Inject AgroalDataSource database;

    @AfterEach
    void only_one_generation_is_left() {
        JsonPath all = list();
        for (int number : all.<Integer>getList("generations.findAll { !it.live }.number")) {
            operator().delete("/projections/order/" + number).then().statusCode(200);
        }
    }

    @Test
    void queries_see_no_error_and_nothing_going_back_while_generations_change_places()
            throws Exception {
        try (var work = new Work()) {
            work.untilMore();
            int first = live();
            int second = rebuilt("{}");
            assertThat(generation(second).getLong("comparison.rows")).isPositive();
            assertThat(generation(second).<Object>get("comparison.first")).isEqualTo(List.of());

            work.untilMore();
            switchTo(second);
            work.untilMore();
            assertThat(live()).isEqualTo(second);
            compared(first);
            switchTo(first);
            work.untilMore();
            assertThat(live()).isEqualTo(first);
            compared(second);
            switchTo(second);
            work.untilMore();

            work.end();
            assertThat(work.reads.get()).isGreaterThan(ENOUGH);
            same(first);
        }
    }

    @Test
    void rows_that_were_changed_behind_daybooks_back_are_named_and_put_right() throws Exception {
        String changed = OrderApi.placed("changed", "rebuild-changed");
        Response lost = OrderApi.place("lost", "rebuild-lost");
        String lostId = lost.jsonPath().getString("orderId");
        OrderApi.get("lost", lostId, lost).then().statusCode(200);
        await().atMost(PATIENCE)
                .until(() ->
                        Http.as("changed", "customer").get("/orders/" + changed).statusCode()
                                == 200);
        update(
                "UPDATE order_view SET total_minor = 1, reason = 'paid' WHERE id = '"
                        + changed
                        + "'");
        update("DELETE FROM order_view WHERE id = '" + lostId + "'");
        update(
                "INSERT INTO order_view SELECT 'forged', customer_id, status, reason, currency,"
                        + " total_minor, refunded_minor, tracking_code, placed_at, updated_at,"
                        + " version, correlation_id, lines FROM order_view WHERE id = '"
                        + changed
                        + "'");

        int number = rebuilt("{}");

        JsonPath comparison = generation(number);
        assertThat(comparison.getInt("comparison.differing")).isEqualTo(1);
        assertThat(comparison.getInt("comparison.onlyLive")).isEqualTo(1);
        assertThat(comparison.getInt("comparison.onlyHere")).isEqualTo(1);
        assertThat(comparison.<Map<String, String>>getList("comparison.first"))
                .containsExactlyInAnyOrder(
                        difference(changed, "reason, total_minor"),
                        difference(lostId, "only in the other one"),
                        difference("forged", "only in the live one"));
        problem(change(number, "{}"), 409, "generation-differs")
                .body("detail", containsString("3 rows"));
        change(number, "{\"acceptDifferences\": true}").then().statusCode(200);
        Http.as("changed", "customer")
                .get("/orders/" + changed)
                .then()
                .body("totalMinor", equalTo(2550));
        OrderApi.get("lost", lostId, lost).then().statusCode(200);
    }

    @Test
    void the_same_log_gives_the_same_bytes() throws Exception {
        for (int i = 0; i < ENOUGH; i++) {
            Response placed = OrderApi.place("bytes", "rebuild-bytes-" + i);
            OrderApi.get("bytes", placed.jsonPath().getString("orderId"), placed)
                    .then()
                    .statusCode(200);
        }

        same(rebuilt("{}"));
    }

    @Test
    void indexes_keep_the_names_that_migrations_know() throws Exception {
        List<String> before = indexes();

        switchTo(rebuilt("{}"));

        assertThat(before).contains("order_view_by_customer", "order_view_pkey");
        assertThat(indexes()).isEqualTo(before);
    }

    @Test
    void a_generation_that_cannot_keep_up_says_so_and_is_not_switched_to() throws Exception {
        try (var work = new Work()) {
            work.untilMore();
            int number = rebuild("{\"throttle\": 1}");

            await().atMost(PATIENCE)
                    .until(() -> Boolean.FALSE.equals(generation(number).get("progress.keepsUp")));
            assertThat(generation(number).<Object>get("progress.secondsLeft")).isNull();
            problem(change(number, "{}"), 409, "generation-not-compared");
            problem(change(number, "{\"acceptDifferences\": true}"), 409, "generation-behind");

            work.end();
        }
    }

    @Test
    void another_replica_goes_on_where_one_that_died_has_come() throws Exception {
        for (int i = 0; i < ENOUGH; i++) {
            OrderApi.placed("heir", "rebuild-heir-" + i);
        }
        int number = rebuild("{\"throttle\": 200}");
        await().atMost(PATIENCE).until(() -> filled(number) > 0);

        update(
                "UPDATE eventlog_generation SET filler = 'dead', held_until = now() + interval '3 s'");
        await().atMost(PATIENCE).until(() -> "dead".equals(filler(number)));
        await().atMost(PATIENCE).until(() -> "1".equals(filler(number)));

        compared(number);
        same(number);
    }

    @Test
    void a_generation_of_another_shape_is_not_switched_to() throws Exception {
        int number = rebuilt("{}");
        update("ALTER TABLE projection_%d.order_view ADD COLUMN old text".formatted(number));

        problem(change(number, "{}"), 409, "generation-outdated")
                .body("detail", containsString("order_view"));
    }

    @Test
    void what_fills_a_generation_says_why_it_cannot() throws Exception {
        int number = rebuilt("{}");
        update("ALTER TABLE projection_%d.order_view DROP COLUMN currency".formatted(number));
        OrderApi.placed("trouble", UUID.randomUUID().toString());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(generation(number).getString("trouble")).contains("currency"));
    }

    @Test
    void the_live_generation_is_not_dropped_and_there_is_one_beside_it_at_most() {
        int live = live();
        problem(operator().delete("/projections/order/" + live), 409, "generation-live");
        problem(change(live, "{}"), 409, "generation-live");
        int number = rebuild("{}");
        problem(operator().body("{}").post("/projections/order"), 409, "generation-exists")
                .body("detail", containsString(Integer.toString(number)));
        operator().delete("/projections/order/" + number).then().statusCode(200);
        problem(operator().delete("/projections/order/" + number), 404, "unknown-generation");
        assertThat(rebuild("{}")).isGreaterThan(number);
    }

    @ParameterizedTest
    @CsvSource({"order, 0, 400, invalid-throttle", "inventory, 5, 404, unknown-service"})
    void what_makes_no_sense_is_named(String service, int throttle, int status, String code) {
        problem(
                operator()
                        .body("{\"throttle\": %d}".formatted(throttle))
                        .post("/projections/" + service),
                status,
                code);
    }

    @ParameterizedTest
    @CsvSource({"customer", "warehouse", "auditor"})
    void operators_alone_may(String role) {
        problem(Http.as("somebody", role).get("/projections/order"), 403, "forbidden");
        problem(Http.as("somebody", role).body("{}").post("/projections/order"), 403, "forbidden");
        problem(
                Http.as("somebody", role).body("{}").post("/projections/order/1/switch"),
                403,
                "forbidden");
        problem(Http.as("somebody", role).delete("/projections/order/1"), 403, "forbidden");
    }

    /**
     * Orders that change all the time, and readers that hold what they see against what they saw.
     */
    private final class Work implements AutoCloseable {

        private final ExecutorService clients = Executors.newCachedThreadPool();
        private final AtomicBoolean enough = new AtomicBoolean();
        private final AtomicLong written = new AtomicLong();
        private final AtomicLong reads = new AtomicLong();
        private final Map<String, Long> seen = new ConcurrentHashMap<>();
        private final List<Future<?>> running =
                List.of(
                        clients.submit(this::write),
                        clients.submit(this::write),
                        clients.submit(this::read),
                        clients.submit(this::list));

        private void write() {
            while (!enough.get()) {
                Response placed = OrderApi.place("busy", UUID.randomUUID().toString());
                placed.then().statusCode(201);
                String order = placed.jsonPath().getString("orderId");
                see(order, 1, OrderApi.get("busy", order, placed));
                for (int line = 1; line <= 2; line++) {
                    var done =
                            new Peer(inbox)
                                    .tell(
                                            service.inbox()
                                                    .message(order, new ConfirmReservation(line)));
                    see(
                            order,
                            done.version(),
                            Http.as("busy", "customer")
                                    .header("Daybook-Position", done.position().toString())
                                    .get("/orders/" + order));
                }
                written.incrementAndGet();
            }
        }

        private void read() {
            while (!enough.get()) {
                for (String order : List.copyOf(seen.keySet())) {
                    long atLeast = seen.getOrDefault(order, 0L);
                    see(order, atLeast, Http.as("busy", "customer").get("/orders/" + order));
                }
            }
        }

        private void list() {
            while (!enough.get()) {
                int atLeast = Math.min(seen.size(), 20);
                Response page = Http.as("busy", "customer").get("/orders?limit=20");
                page.then().statusCode(200);
                assertThat(page.jsonPath().getList("orders")).hasSizeGreaterThanOrEqualTo(atLeast);
            }
        }

        private void see(String order, long atLeast, Response answer) {
            answer.then().statusCode(200);
            long version = answer.jsonPath().getLong("version");
            assertThat(version).isGreaterThanOrEqualTo(atLeast);
            seen.merge(order, version, Math::max);
            reads.incrementAndGet();
        }

        /** Goes on until so many orders more went well, or something did not. */
        void untilMore() {
            long target = written.get() + ENOUGH;
            until(() -> written.get() >= target || running.stream().anyMatch(Future::isDone));
        }

        /** Fails if anything that a client saw was not as it must be. */
        void end() throws Exception {
            enough.set(true);
            for (Future<?> client : running) {
                client.get();
            }
        }

        @Override
        public void close() {
            enough.set(true);
            clients.close();
        }
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(PATIENCE).until(condition::getAsBoolean);
    }

    private static Map<String, String> difference(String order, String what) {
        return Map.of("table", "order_view", "key", order, "what", what);
    }

    private static int rebuild(String body) {
        Response answer = operator().body(body).post("/projections/order");
        answer.then().statusCode(201);
        return answer.jsonPath().getInt("number");
    }

    /** A new generation that has caught up and is compared. */
    private static int rebuilt(String body) {
        int number = rebuild(body);
        compared(number);
        return number;
    }

    private static void compared(int number) {
        until(() -> generation(number).get("comparison") != null);
    }

    private static void switchTo(int number) {
        change(number, "{}").then().statusCode(200);
    }

    private static Response change(int number, String body) {
        return operator().body(body).post("/projections/order/%d/switch".formatted(number));
    }

    private static JsonPath list() {
        Response answer = operator().get("/projections/order");
        answer.then().statusCode(200);
        return answer.jsonPath();
    }

    private static JsonPath generation(int number) {
        return list().setRootPath("generations.find { it.number == %d }".formatted(number));
    }

    private static int live() {
        return list().getInt("generations.find { it.live }.number");
    }

    private static String filler(int number) {
        return generation(number).getString("filler");
    }

    private static io.restassured.specification.RequestSpecification operator() {
        return Http.as("olivia", "operator");
    }

    /** Waits until both have the same of the log, and holds their rows against each other. */
    private void same(int number) throws SQLException {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(dump("projection_%d.".formatted(number))).isEqualTo(dump("")));
        assertThat(dump("").get("order_view")).isNotEmpty();
    }

    private Map<String, List<String>> dump(String schema) throws SQLException {
        Map<String, List<String>> rows = new HashMap<>();
        for (String table : List.of("order_view", "eventlog_projection")) {
            rows.put(
                    table, query("SELECT t::text FROM %s%s t ORDER BY 1".formatted(schema, table)));
        }
        return rows;
    }

    private long filled(int number) throws SQLException {
        return Long.parseLong(
                query("SELECT count(*) FROM projection_%d.order_view".formatted(number))
                        .getFirst());
    }

    private List<String> indexes() throws SQLException {
        return query(
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname");
    }

    private List<String> query(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            var row = statement.executeQuery(sql);
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        }
    }

    private void update(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
