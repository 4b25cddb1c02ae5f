package daybook.inventory.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.inventory.InventoryCommand;
import daybook.contracts.inventory.InventoryCommand.AdjustStock;
import daybook.contracts.inventory.InventoryCommand.ReceiveStock;
import daybook.contracts.inventory.InventoryCommand.ReleaseStock;
import daybook.contracts.inventory.InventoryCommand.ReserveStock;
import daybook.contracts.inventory.InventoryCommand.ReturnStock;
import daybook.contracts.inventory.InventoryCommand.ShipStock;
import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.ReservationRefused;
import daybook.contracts.inventory.InventoryEvent.StockAdjusted;
import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.contracts.inventory.InventoryEvent.StockReleased;
import daybook.contracts.inventory.InventoryEvent.StockReserved;
import daybook.contracts.inventory.InventoryEvent.StockReturned;
import daybook.contracts.inventory.InventoryEvent.StockShipped;
import daybook.eventlog.Decision;
import daybook.eventlog.Decision.Accepted;
import daybook.eventlog.Envelope;
import daybook.eventlog.Position;
import daybook.inventory.domain.StockDecider;
import daybook.inventory.domain.StockState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StockViewTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456789Z");

    private final StockView view = new StockView("85123A");

    /** All that the view counts, in the order in which the API shows it. */
    private record Counts(
            long received,
            long adjusted,
            long available,
            long reserved,
            long shipped,
            long returned) {

        static Counts of(StockView view) {
            return new Counts(
                    view.received,
                    view.adjusted,
                    view.available,
                    view.reserved,
                    view.shipped,
                    view.returned);
        }
    }

    @Example
    void each_event_moves_what_it_says() {
        assertThat(after(new StockReceived(40, "DN"))).isEqualTo(new Counts(40, 0, 40, 0, 0, 0));
        assertThat(after(new StockAdjusted(-4, "count")))
                .isEqualTo(new Counts(40, -4, 36, 0, 0, 0));
        assertThat(after(new StockReserved("o-1", 1, 10)))
                .isEqualTo(new Counts(40, -4, 26, 10, 0, 0));
        assertThat(after(new StockReserved("o-2", 1, 5)))
                .isEqualTo(new Counts(40, -4, 21, 15, 0, 0));
        assertThat(after(new ReservationRefused("o-3", 1, 99, 21)))
                .isEqualTo(new Counts(40, -4, 21, 15, 0, 0));
        assertThat(after(new StockReleased("o-2", 1, 5)))
                .isEqualTo(new Counts(40, -4, 26, 10, 0, 0));
        assertThat(after(new StockShipped("o-1", 1, 10)))
                .isEqualTo(new Counts(40, -4, 26, 0, 10, 0));
        assertThat(after(new StockReturned("o-1", 1, "r-1", 3)))
                .isEqualTo(new Counts(40, -4, 29, 0, 10, 3));
    }

    @Example
    void the_row_says_which_event_it_ends_with() {
        view.post(envelope(7, new ReservationRefused("o-1", 1, 1, 0)));

        assertThat(view.version).isEqualTo(7);
        assertThat(view.updatedAt)
                .as("as precise as the database")
                .isEqualTo(Instant.parse("2026-03-01T10:00:00.123456Z"));
    }

    @Property
    void the_row_conserves_stock_and_agrees_with_the_state(
            @ForAll("histories") List<InventoryCommand> commands) {
        var decider = new StockDecider();
        StockState state = decider.initial();
        var row = new StockView("85123A");
        for (InventoryCommand command : commands) {
            Decision<InventoryEvent> decision = decider.decide(state, command, AT);
            if (decision instanceof Accepted<InventoryEvent>(List<InventoryEvent> events)) {
                for (InventoryEvent event : events) {
                    state = decider.evolve(state, event);
                    row.post(envelope(row.version + 1, event));
                    assertThat(row.received + row.adjusted)
                            .isEqualTo(row.available + row.reserved + row.shipped - row.returned);
                    assertThat(row.available).isEqualTo(state.available()).isNotNegative();
                    assertThat(row.reserved).isEqualTo(state.reserved()).isNotNegative();
                    assertThat(row.shipped - row.returned).isEqualTo(state.shipped());
                }
            }
        }
    }

    @Provide
    Arbitrary<List<InventoryCommand>> histories() {
        Arbitrary<String> order = Arbitraries.of("o-1", "o-2", "o-3");
        Arbitrary<Integer> line = Arbitraries.integers().between(1, 2);
        Arbitrary<Integer> units = Arbitraries.integers().between(1, 12);
        Arbitrary<InventoryCommand> command =
                Arbitraries.oneOf(
                        Arbitraries.integers().map(quantity -> new ReceiveStock(quantity, "DN")),
                        units.map(quantity -> new ReceiveStock(quantity, "DN")),
                        units.map(delta -> new AdjustStock(delta - 6, "count")),
                        Combinators.combine(order, line, units).as(ReserveStock::new),
                        Combinators.combine(order, line).as(ReleaseStock::new),
                        Combinators.combine(order, line).as(ShipStock::new),
                        Combinators.combine(order, line, units)
                                .as((o, l, u) -> new ReturnStock(o, l, "r", u)));
        return command.list().ofMaxSize(60);
    }

    private Counts after(InventoryEvent event) {
        view.post(envelope(view.version + 1, event));
        return Counts.of(view);
    }

    private static Envelope<InventoryEvent> envelope(long version, InventoryEvent event) {
        return new Envelope<>(
                "85123A",
                version,
                "stock",
                1,
                AT,
                "command",
                "correlation",
                Optional.empty(),
                Optional.empty(),
                new Position(0, version),
                event);
    }
}
