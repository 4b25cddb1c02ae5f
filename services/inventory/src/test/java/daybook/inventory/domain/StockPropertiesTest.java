package daybook.inventory.domain;

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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StockPropertiesTest {

    private final StockDecider decider = new StockDecider();

    @Property
    void stock_is_conserved_and_never_negative(
            @ForAll("histories") List<InventoryCommand> commands) {
        StockState state = decider.initial();
        var book = new Book();
        for (InventoryCommand command : commands) {
            Decision<InventoryEvent> decision = decider.decide(state, command, Instant.EPOCH);
            if (decision instanceof Accepted<InventoryEvent>(List<InventoryEvent> events)) {
                for (InventoryEvent event : events) {
                    state = decider.evolve(state, event);
                    book.post(event);
                    assertThat(state.available()).isEqualTo(book.available()).isNotNegative();
                    assertThat(state.reserved()).isEqualTo(book.reserved());
                    assertThat(state.shipped()).isEqualTo(book.shipped).isNotNegative();
                    assertThat(state.reservations()).isEqualTo(book.open);
                }
            }
        }
    }

    @Property
    void the_reservations_are_a_map(@ForAll("puts") List<Map.Entry<String, Integer>> puts) {
        Map<String, Integer> model = new HashMap<>();
        Reservations reservations = Reservations.of(Map.of());
        for (var put : puts) {
            Reservations before = reservations;
            Map<String, Integer> copy = new HashMap<>(before);
            if (put.getValue() == 0) {
                model.remove(put.getKey());
                reservations = reservations.without(put.getKey());
            } else {
                model.put(put.getKey(), put.getValue());
                reservations = reservations.with(put.getKey(), put.getValue());
            }
            assertThat(reservations).isEqualTo(model).hasSameSizeAs(model);
            assertThat(reservations.keySet()).isEqualTo(model.keySet());
            assertThat(before).as("what it was copied from").isEqualTo(copy);
        }
        assertThat(Reservations.of(model)).isEqualTo(reservations);
    }

    @Provide
    Arbitrary<List<InventoryCommand>> histories() {
        Arbitrary<String> order = Arbitraries.of("o-1", "o-2", "o-3");
        Arbitrary<Integer> line = Arbitraries.integers().between(1, 2);
        Arbitrary<Integer> units = Arbitraries.integers().between(-1, 12);
        Arbitrary<Integer> anything = Arbitraries.integers();
        Arbitrary<InventoryCommand> command =
                Arbitraries.oneOf(
                        units.map(quantity -> new ReceiveStock(quantity, "DN")),
                        anything.map(quantity -> new ReceiveStock(quantity, "DN")),
                        units.map(delta -> new AdjustStock(delta - 6, "count")),
                        anything.map(delta -> new AdjustStock(delta, "count")),
                        Combinators.combine(order, line, units).as(ReserveStock::new),
                        Combinators.combine(order, line).as(ReleaseStock::new),
                        Combinators.combine(order, line).as(ShipStock::new),
                        Combinators.combine(order, line, units)
                                .as((o, l, u) -> new ReturnStock(o, l, "r", u)));
        return command.list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Map.Entry<String, Integer>>> puts() {
        Arbitrary<String> key = Arbitraries.integers().between(0, 700).map(n -> "o-" + n + "/1");
        Arbitrary<Integer> units = Arbitraries.integers().between(0, 3);
        return Combinators.combine(key, units).as(Map::entry).list().ofMaxSize(100);
    }

    /** The same stock, posted independently from the events. */
    private static final class Book {
        private long in;
        private long shipped;
        private final Map<String, Integer> open = new HashMap<>();

        void post(InventoryEvent event) {
            switch (event) {
                case StockReceived(int quantity, _) -> in += quantity;
                case StockAdjusted(int delta, _) -> in += delta;
                case StockReserved(String orderId, int line, int quantity) ->
                        open.put(orderId + "/" + line, quantity);
                case ReservationRefused _ -> {}
                case StockReleased(String orderId, int line, int quantity) ->
                        close(orderId, line, quantity);
                case StockShipped(String orderId, int line, int quantity) -> {
                    close(orderId, line, quantity);
                    shipped += quantity;
                }
                case StockReturned(_, _, _, int quantity) -> shipped -= quantity;
            }
        }

        private void close(String orderId, int line, int quantity) {
            assertThat(open.remove(orderId + "/" + line)).isEqualTo(quantity);
        }

        int reserved() {
            return open.values().stream().mapToInt(Integer::intValue).sum();
        }

        int available() {
            return Math.toIntExact(in - reserved() - shipped);
        }
    }
}
