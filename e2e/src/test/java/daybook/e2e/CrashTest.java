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
import org.junit.jupiter.api.Test;

/** Services that are killed while orders flow. */
class CrashTest {

    private static final int INVOICES = 120;
    private static final int LINES_PER_INVOICE = 4;
    private static final int PRODUCTS = 10;
    private static final String ORDERS_PER_SECOND = "2";

    @Test
    void a_killed_service_loses_nothing_and_doubles_nothing() throws Exception {
        RunningStack stack = RunningStack.shared();
        var shop = new Shop(stack.ports());
        Path file = Files.write(stack.state().resolve("crash.csv"), invoices());

        Running running = stack.begin("import", file.toString(), "--rate", ORDERS_PER_SECOND);
        int seen = 0;
        for (String victim :
                List.of("order", "inventory", "payment", "shipping", "gateway", "simulators")) {
            seen = awaitMoreOrdersThan(shop, seen);
            stack.kill(victim);
            Result up = stack.daybook("up");
            assertThat(up.exitCode()).as(up.output()).isZero();
            assertThat(running.process().isAlive()).as("the import outlives %s", victim).isTrue();
        }
        Result imported = stack.finish(running);

        assertThat(imported.exitCode()).as(imported.output()).isZero();
        assertThat(customers(shop)).doesNotHaveDuplicates().hasSize(INVOICES);
        assertThat(imported.output()).doesNotContain("unfinished");
        Result audit = stack.daybook("audit");
        assertThat(audit.exitCode()).as(audit.output()).isZero();
    }

    /** Each invoice has a customer of its own, so that an order can be told to be there once. */
    private static List<String> invoices() {
        var random = new Random(7);
        List<String> lines = new ArrayList<>();
        lines.add(
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country");
        for (int invoice = 0; invoice < INVOICES; invoice++) {
            for (int line = 0; line < LINES_PER_INVOICE; line++) {
                lines.add(
                        "%d,7%04d,THING,%d,2026-01-02T10:00,%d.25,9%04d,United Kingdom"
                                .formatted(
                                        500_000 + invoice,
                                        random.nextInt(PRODUCTS),
                                        1 + random.nextInt(9),
                                        1 + random.nextInt(5),
                                        invoice));
            }
        }
        return lines;
    }

    private static int awaitMoreOrdersThan(Shop shop, int seen) throws Exception {
        shop.await("olivia", "/orders?limit=100", _ -> customers(shop).size() > seen);
        return customers(shop).size();
    }

    /** The customers of all orders that the file placed, one for each order. */
    private static List<String> customers(Shop shop) throws Exception {
        List<String> customers = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = shop.get("olivia", "/orders?limit=100" + after).body();
            page.path("orders").findValuesAsText("customerId").stream()
                    .filter(customer -> customer.matches("9\\d{4}"))
                    .forEach(customers::add);
            after = page.path("next").isTextual() ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());
        return customers;
    }
}
