package daybook.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.e2e.RunningStack.Result;
import daybook.e2e.RunningStack.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are killed while orders flow. */
class CrashTest {

    private static final int INVOICES = 24;
    private static final int LINES_PER_INVOICE = 4;
    private static final int PRODUCTS = 10;

    /** Slow enough that the kill after the first order comes in the middle. */
    private static final String ORDERS_PER_SECOND = "2";

    @ParameterizedTest
    @ValueSource(strings = {"order", "inventory", "payment", "shipping", "gateway", "simulators"})
    void a_killed_process_loses_nothing_and_doubles_nothing(String victim) throws Exception {
        RunningStack stack = RunningStack.shared();
        var shop = new Shop(stack.ports());
        Path file =
                Files.write(stack.state().resolve("crash-" + victim + ".csv"), invoices(victim));

        Running running = stack.begin("import", file.toString(), "--rate", ORDERS_PER_SECOND);
        shop.await("olivia", "/orders", _ -> !customers(shop, victim).isEmpty());
        stack.kill(victim);
        assertThat(running.process().isAlive()).as("the import goes on without it").isTrue();
        Result up = stack.up();
        Result imported = stack.finish(running);

        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(imported.exitCode()).as(imported.output()).isZero();
        assertThat(imported.output())
                .containsPattern("Orders: %d ordered and completed".formatted(INVOICES));
        shop.await("olivia", "/orders", _ -> customers(shop, victim).size() >= INVOICES);
        assertThat(customers(shop, victim)).doesNotHaveDuplicates().hasSize(INVOICES);
        Result audit = stack.daybook("audit");
        assertThat(audit.exitCode()).as(audit.output()).isZero();
    }

    /** Each invoice has a customer of its own, so that an order can be told to be there once. */
    private static List<String> invoices(String victim) {
        var random = new Random(victim.hashCode());
        List<String> lines = new ArrayList<>();
        lines.add(
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country");
        for (int invoice = 0; invoice < INVOICES; invoice++) {
            for (int line = 0; line < LINES_PER_INVOICE; line++) {
                lines.add(
                        "%d,7%04d,THING,%d,2026-01-02T10:00,%d.25,%s-%d,United Kingdom"
                                .formatted(
                                        500_000 + invoice,
                                        random.nextInt(PRODUCTS),
                                        1 + random.nextInt(9),
                                        1 + random.nextInt(5),
                                        victim,
                                        invoice));
            }
        }
        return lines;
    }

    /** The customers of all orders that the victim's file placed, one for each order. */
    private static List<String> customers(Shop shop, String victim) throws Exception {
        List<String> customers = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = shop.get("olivia", "/orders?limit=100" + after).body();
            page.path("orders").findValuesAsText("customerId").stream()
                    .filter(customer -> customer.startsWith(victim + "-"))
                    .forEach(customers::add);
            after = page.path("next").isTextual() ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        return customers;
    }
}
