package daybook.audit;

import static daybook.audit.TestLogs.NOW;
import static daybook.audit.TestLogs.PLACED;
import static daybook.audit.TestLogs.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.audit.Trace.Traced;
import daybook.contracts.inventory.InventoryEvent.StockReserved;
import daybook.contracts.order.OrderEvent.LineReserved;
import daybook.contracts.order.OrderEvent.OrderReserved;
import daybook.contracts.payment.PaymentEvent.PaymentDeclined;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TraceTest {

    private final List<Traced> events = new ArrayList<>();

    private void add(
            String service, String stream, long version, String cause, String type, Object event) {
        events.add(
                new Traced(
                        service,
                        new Envelope<>(
                                stream,
                                version,
                                type,
                                1,
                                NOW.plusMillis(events.size()),
                                "c" + events.size(),
                                "r1",
                                Optional.of(cause).filter(id -> !id.isEmpty()),
                                Optional.empty(),
                                new Position(0, events.size()),
                                event)));
    }

    private void reserve(int lines) {
        add("order", "o1", 1, "", "order-placed", PLACED);
        for (int line = 1; line <= lines; line++) {
            String sku = "S" + line;
            add(
                    "inventory",
                    sku,
                    1,
                    "order/o1/1",
                    "stock-reserved",
                    new StockReserved("o1", line, 1));
            add(
                    "order",
                    "o1",
                    line + 1,
                    "inventory/" + sku + "/1",
                    "line-reserved",
                    new LineReserved(line));
        }
        add(
                "order",
                "o1",
                lines + 2,
                "inventory/S" + lines + "/1",
                "order-reserved",
                new OrderReserved(SOON));
    }

    @Test
    void effects_stand_indented_under_their_cause() {
        reserve(1);

        assertThat(new TraceTree(events, false).lines())
                .containsExactly(
                        row("12:00:00", "order order-placed", "o1 v1 at 0-0 by c0"),
                        row("+1 ms", "  inventory stock-reserved", "S1 v1 at 0-1 by c1"),
                        row("+2 ms", "    order line-reserved", "o1 v2 at 0-2 by c2"),
                        row("+3 ms", "    order order-reserved", "o1 v3 at 0-3 by c3"));
    }

    private static String row(String time, String type, String rest) {
        return "%10s  %-52s %s".formatted(time, type, rest);
    }

    @Test
    void of_many_alike_the_first_and_those_that_went_on_are_shown() {
        reserve(50);

        List<String> lines = new TraceTree(events, false).lines();

        assertThat(lines).hasSize(1 + 2 * 2 + 3 + 1);
        assertThat(lines).anyMatch(line -> line.contains("order order-reserved"));
        assertThat(lines.getLast()).isEqualTo("              … 47 more inventory stock-reserved");
        assertThat(new TraceTree(events, true).lines()).hasSize(102);
    }

    @Test
    void an_event_whose_cause_is_not_there_is_a_root() {
        add("payment", "o1", 2, "payment/o1/1", "payment-declined", new PaymentDeclined("card"));
        assertThat(new TraceTree(events, false).lines()).hasSize(1);
    }

    @Test
    void an_order_is_found_by_its_id_and_all_by_the_correlation_id() {
        TestLogs logs = new TestLogs().received().completed("o1");

        List<Traced> byOrder = Trace.events(logs, "o1", (_, _, _) -> {});
        List<Traced> byCorrelation = Trace.events(logs, "correlation", (_, _, _) -> {});

        assertThat(byOrder).hasSameSizeAs(byCorrelation).hasSize(21);
        assertThat(Trace.events(logs, "nobody", (_, _, _) -> {})).isEmpty();
    }
}
