package daybook.cli.load;

import static daybook.cli.load.RunLogSample.SKU;
import static daybook.cli.load.RunLogSample.log;
import static daybook.cli.load.RunLogSample.order;
import static daybook.cli.load.RunLogSample.placed;
import static daybook.cli.load.RunLogSample.stock;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the files that a run leaves to the verdict. */
class LoadResultTest {

    @TempDir private Path folder;

    private Summary summary(boolean kept) throws IOException {
        Path file = folder.resolve("summary.json");
        Files.writeString(
                file,
                """
                {"metrics": {
                  "iterations": {"values": {"count": 30}},
                  "dropped_iterations": {"values": {"count": 2}},
                  "order_placed{part:main}": {
                    "values": {"med": 12.0, "p(95)": 731.25},
                    "thresholds": {"p(95)<500": {"ok": %s}}}},
                 "state": {"testRunDurationMs": 61500},
                 "wrong": []}
                """
                        .formatted(kept));
        return Summary.read(file);
    }

    private LoadResult result(boolean kept, boolean breaking, Books.Order... orders)
            throws IOException {
        RunLog log = log(placed("a", 2));
        log.add(
                """
                {"event":"ended","at":5000,"id":"a","status":"COMPLETED","millis":2900}\
                """);
        var books = new Books(List.of(orders), Map.of(SKU, stock(8, 0, 2)));
        return new LoadResult(
                "checkout",
                "http://127.0.0.1:8080",
                breaking,
                log,
                summary(kept),
                Reconciliation.of(log, books),
                Optional.empty(),
                new Usage(List.of()),
                Duration.ofSeconds(3));
    }

    private static String text(LoadResult result) {
        var text = new StringWriter();
        LoadText.print(result, new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_run_that_kept_everything_is_good() throws IOException {
        var result = result(true, false, order("a", "COMPLETED", 2));

        assertThat(result.good()).isTrue();
        assertThat(text(result))
                .contains("GOOD: 1 orders accepted, 0 lost, 0 doubled")
                .contains("p50 13 ms")
                .contains("p50 2,900 ms")
                .contains("2 iterations dropped")
                .contains("1 COMPLETED");
    }

    @Test
    void a_crossed_threshold_makes_it_bad_with_its_value() throws IOException {
        var result = result(false, false, order("a", "COMPLETED", 2));

        assertThat(result.good()).isFalse();
        assertThat(text(result))
                .contains("BAD:")
                .contains("order_placed{part:main} p(95)<500 (was 731.3)");
    }

    @Test
    void a_lost_order_makes_it_bad_whatever_the_latency() throws IOException {
        var result = result(true, false);

        assertThat(text(result)).contains("BAD: 1 orders accepted, 1 lost");
    }

    @Test
    void a_breakpoint_run_is_meant_to_cross_thresholds_but_not_to_lose_anything()
            throws IOException {
        assertThat(result(false, true, order("a", "COMPLETED", 2)).good()).isTrue();
        assertThat(result(false, true).good()).isFalse();
    }

    @Test
    void the_page_has_the_verdict_and_plots_and_asks_for_nothing_else() throws IOException {
        Path page = folder.resolve("report.html");

        LoadPage.write(result(false, false, order("a", "COMPLETED", 2)), page);

        assertThat(page)
                .content()
                .contains("BAD: 1 orders accepted", "p(95)&lt;500", "<svg", "Accepting an order")
                .doesNotContain("https:", "src=", "href=", "url(", "<script", "NaN");
    }
}
