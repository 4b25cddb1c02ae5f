package daybook.cli.imports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.cli.imports.FakeGateway.Fault;
import daybook.cli.imports.Outcome.End;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the importer asks of a gateway, and how it bears one that fails. */
final class ImportRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<OrderRow> rows =
            List.of(
                    new OrderRow(2, "1", "20001", 5, 250, "7", "Germany"),
                    new OrderRow(3, "1", "20002 A", 1, 100, "7", "Germany"),
                    new OrderRow(4, "2", "20001", 2, 250, "8", "Germany"),
                    new OrderRow(5, "C3", "20001", -3, 250, "7", "Germany"),
                    new OrderRow(6, "C4", "20001", -2, 250, "8", "Germany"));
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    @TempDir Path folder;
    private FakeGateway server;

    @BeforeEach
    void start() throws Exception {
        server = new FakeGateway();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, Outcome> run(String factor) throws Exception {
        return run(factor, "s3cret");
    }

    private Map<String, Outcome> run(String factor, String secret) throws Exception {
        var patience = new Patience(PATIENCE, pauses::add, notes::add);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var tokens =
                    new TokenSource(
                            http,
                            server.uri("/token"),
                            "daybook-import",
                            secret,
                            patience,
                            InstantSource.system());
            var gateway = new Gateway(http, server.uri("/"), tokens, 4, patience);
            Plan plan = Planner.plan(rows);
            var settings =
                    new ImportRun.Settings(
                            new BigDecimal(factor), 0, "GBP", "pm_card_visa", PATIENCE);
            return new ImportRun(
                            gateway,
                            plan,
                            "d1ge57",
                            settings,
                            Journal.open(folder.resolve("journal.tsv")),
                            pauses::add,
                            new ImportProgress(2, 2, (_, _) -> {}))
                    .run();
        }
    }

    private Map<String, Outcome> run() throws Exception {
        return run("1.0");
    }

    @Test
    void stock_is_received_orders_are_placed_and_returns_follow() throws Exception {
        Map<String, Outcome> outcomes = run();

        assertThat(outcomes.get("1")).isEqualTo(new Outcome(End.COMPLETED, "", id("1"), 1350));
        assertThat(outcomes.get("C3-1")).isEqualTo(new Outcome(End.RETURNED, "", id("1"), -750));
        assertThat(server.stock)
                .isEqualTo(
                        Map.of(
                                "import-d1ge57-stock-20001", 7L,
                                "import-d1ge57-stock-20002%20A", 1L));
        assertThat(server.returns.get("import-d1ge57-C3-1"))
                .hasToString("{\"lines\":[{\"line\":1,\"quantity\":3}],\"reason\":\"Invoice C3\"}");
        var order = requireNonNull(server.orders.get(id("1")));
        assertThat(order.path("customerId").asText()).isEqualTo("7");
        assertThat(order.at("/shipTo/country").asText()).isEqualTo("DE");
        assertThat(order.at("/lines/1/sku").asText()).isEqualTo("20002 A");
        assertThat(order.at("/lines/0/unitPriceMinor").asLong()).isEqualTo(250);
    }

    private String id(String invoice) {
        return server.ids.getOrDefault("import-d1ge57-" + invoice, "none");
    }

    @Test
    void less_stock_is_received_if_asked_for() throws Exception {
        run("0.5");
        assertThat(server.stock).isEqualTo(Map.of("import-d1ge57-stock-20001", 3L));
    }

    @Test
    void a_rejected_order_takes_nothing_back() throws Exception {
        server.rejections.put("8", "out of stock");

        Map<String, Outcome> outcomes = run();

        assertThat(outcomes.get("2"))
                .isEqualTo(new Outcome(End.REJECTED, "out of stock", id("2"), 500));
        assertThat(requireNonNull(outcomes.get("C4-2")).end()).isEqualTo(End.NOT_RETURNED);
        assertThat(server.returns).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_no_definite_answer_is_asked_again(Fault fault) throws Exception {
        for (int i = 0; i < 2; i++) {
            server.faults.add(fault);
        }

        Map<String, Outcome> outcomes = run();

        assertThat(outcomes.values())
                .extracting(Outcome::end)
                .containsExactlyInAnyOrder(
                        End.COMPLETED, End.COMPLETED, End.RETURNED, End.RETURNED);
        assertThat(server.faults).isEmpty();
        assertThat(server.orders).hasSize(2);
        assertThat(server.stock).hasSize(2);
    }

    @Test
    void a_retry_after_is_kept() throws Exception {
        server.faults.add(Fault.TOO_MANY);
        run();
        assertThat(pauses).anyMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) >= 0);
    }

    @Test
    void patience_ends() {
        for (int i = 0; i < 10_000; i++) {
            server.faults.add(Fault.UNAVAILABLE);
        }
        assertThatThrownBy(this::run)
                .isInstanceOf(GatewayFailure.class)
                .hasMessageContaining("the gateway gave no definite answer to POST /api/stock/")
                .hasMessageContaining("not now");
        assertThat(notes).anyMatch(note -> note.contains("waiting for the gateway"));
    }

    @Test
    void a_wrong_secret_is_named() {
        assertThatThrownBy(() -> run("1.0", "wrong"))
                .isInstanceOf(GatewayFailure.class)
                .hasMessageContaining("gives client daybook-import no token (401)");
    }

    @Test
    void run_again_it_places_nothing_twice_and_asks_for_less() throws Exception {
        Map<String, Outcome> first = run();
        assertThat(server.placements).isEqualTo(2);

        assertThat(run()).isEqualTo(first);
        assertThat(server.placements).isEqualTo(2);
        assertThat(server.orders).hasSize(2);
        assertThat(server.returns).hasSize(2);
    }

    @Test
    void without_its_journal_it_places_nothing_twice_either() throws Exception {
        Map<String, Outcome> first = run();
        Files.delete(folder.resolve("journal.tsv"));

        assertThat(run()).isEqualTo(first);
        assertThat(server.orders).hasSize(2);
    }

    @Test
    void a_journal_of_another_life_is_not_believed() throws Exception {
        Files.writeString(folder.resolve("journal.tsv"), "1\tgone\n2\tgone-too\nhalf a li");

        assertThat(run().get("1")).isEqualTo(new Outcome(End.COMPLETED, "", id("1"), 1350));
        assertThat(server.orders).hasSize(2);
    }
}
