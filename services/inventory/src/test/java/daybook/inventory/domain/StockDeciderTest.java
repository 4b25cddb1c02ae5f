package daybook.inventory.domain;

import static daybook.inventory.domain.StockDecider.CAPACITY;
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
import daybook.eventlog.Decision.Reason;
import daybook.eventlog.TypeTable;
import daybook.eventlog.serde.Json;
import daybook.eventlog.testing.DeciderSpec;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockDeciderTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final DeciderSpec<InventoryCommand, StockState, InventoryEvent> unknown =
            DeciderSpec.of(new StockDecider());
    private final DeciderSpec<InventoryCommand, StockState, InventoryEvent> ten =
            unknown.given(new StockReceived(10, "DN-1"));
    private final DeciderSpec<InventoryCommand, StockState, InventoryEvent> sixReserved =
            ten.given(new StockReserved("o-1", 1, 6));

    @Test
    void received_goods_are_available() {
        unknown.when(new ReceiveStock(10, "DN-1"), NOON)
                .then(new StockReceived(10, "DN-1"))
                .thenState(new StockState(10, 0, 0, Map.of()))
                .thenNoDeadline();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void a_quantity_is_at_least_one(int quantity) {
        ten.when(new ReceiveStock(quantity, "DN-2"), NOON)
                .thenRejected(Reason.INVALID, "quantity-not-positive")
                .naming(String.valueOf(quantity));
        ten.when(new ReserveStock("o-1", 1, quantity), NOON).thenRejected("quantity-not-positive");
        ten.when(new ReturnStock("o-1", 1, "r-1", quantity), NOON)
                .thenRejected("quantity-not-positive");
    }

    @Test
    void the_house_takes_in_so_much_of_a_sku_and_no_more() {
        var full = unknown.given(new StockReceived(CAPACITY, "DN-1"));
        full.when(new ReceiveStock(1, "DN-2"), NOON)
                .thenRejected(Reason.CONFLICT, "stock-too-large")
                .naming("1000000000");
        full.when(new AdjustStock(Integer.MAX_VALUE, "count"), NOON)
                .thenRejected("stock-too-large");
        full.given(
                        new StockReserved("o-1", 1, 5),
                        new StockShipped("o-1", 1, 5),
                        new StockReceived(5, "DN-3"))
                .when(new ReturnStock("o-1", 1, "r-1", 5), NOON)
                .thenRejected("stock-too-large");
        full.given(new StockReserved("o-1", 1, CAPACITY))
                .when(new ReceiveStock(1, "DN-2"), NOON)
                .thenRejected("stock-too-large");
    }

    @Test
    void a_count_may_find_more_or_less() {
        ten.when(new AdjustStock(3, "count"), NOON)
                .then(new StockAdjusted(3, "count"))
                .thenState(new StockState(13, 0, 0, Map.of()));
        ten.when(new AdjustStock(-10, "count"), NOON)
                .then(new StockAdjusted(-10, "count"))
                .thenState(new StockState(0, 0, 0, Map.of()));
    }

    @Test
    void what_is_reserved_cannot_be_adjusted_away() {
        sixReserved
                .when(new AdjustStock(-5, "count"), NOON)
                .thenRejected(Reason.CONFLICT, "stock-below-zero")
                .naming("-5", "4 units");
        unknown.when(new AdjustStock(Integer.MIN_VALUE, "count"), NOON)
                .thenRejected("stock-below-zero");
    }

    @Test
    void an_adjustment_by_nothing_is_invalid() {
        ten.when(new AdjustStock(0, "count"), NOON).thenRejected(Reason.INVALID, "delta-zero");
    }

    @Test
    void reserved_units_are_no_longer_available() {
        ten.when(new ReserveStock("o-1", 1, 10), NOON)
                .then(new StockReserved("o-1", 1, 10))
                .thenState(new StockState(0, 10, 0, Map.of("o-1/1", 10)));
    }

    @Test
    void a_line_is_reserved_wholly_or_refused() {
        sixReserved
                .when(new ReserveStock("o-2", 1, 5), NOON)
                .then(new ReservationRefused("o-2", 1, 5, 4))
                .thenState(sixReserved.state());
    }

    @Test
    void what_was_never_received_is_refused() {
        unknown.when(new ReserveStock("o-1", 1, 1), NOON)
                .then(new ReservationRefused("o-1", 1, 1, 0));
    }

    @Test
    void reserving_a_line_again_changes_nothing() {
        sixReserved.when(new ReserveStock("o-1", 1, 6), NOON).thenUnchanged();
    }

    @Test
    void lines_of_one_order_are_reserved_apart() {
        sixReserved
                .when(new ReserveStock("o-1", 2, 4), NOON)
                .then(new StockReserved("o-1", 2, 4))
                .thenState(new StockState(0, 10, 0, Map.of("o-1/1", 6, "o-1/2", 4)));
    }

    @Test
    void a_refused_line_may_be_reserved_once_there_is_stock() {
        sixReserved
                .given(new ReservationRefused("o-2", 1, 5, 4), new StockReceived(1, "DN-2"))
                .when(new ReserveStock("o-2", 1, 5), NOON)
                .then(new StockReserved("o-2", 1, 5));
    }

    @Test
    void released_units_are_available_again() {
        sixReserved
                .when(new ReleaseStock("o-1", 1), NOON)
                .then(new StockReleased("o-1", 1, 6))
                .thenState(ten.state());
    }

    @Test
    void releasing_what_is_not_reserved_changes_nothing() {
        unknown.when(new ReleaseStock("o-1", 1), NOON).thenUnchanged();
        sixReserved.when(new ReleaseStock("o-1", 2), NOON).thenUnchanged();
        sixReserved
                .given(new StockReleased("o-1", 1, 6))
                .when(new ReleaseStock("o-1", 1), NOON)
                .thenUnchanged();
        sixReserved
                .given(new StockShipped("o-1", 1, 6))
                .when(new ReleaseStock("o-1", 1), NOON)
                .thenUnchanged();
    }

    @Test
    void shipped_units_leave_the_house() {
        sixReserved
                .when(new ShipStock("o-1", 1), NOON)
                .then(new StockShipped("o-1", 1, 6))
                .thenState(new StockState(4, 0, 6, Map.of()));
    }

    @Test
    void nothing_ships_without_a_reservation() {
        ten.when(new ShipStock("o-1", 1), NOON)
                .thenRejected(Reason.CONFLICT, "not-reserved")
                .naming("line 1", "o-1");
        sixReserved
                .given(new StockShipped("o-1", 1, 6))
                .when(new ShipStock("o-1", 1), NOON)
                .thenRejected("not-reserved");
    }

    @Test
    void returned_units_are_available_again() {
        sixReserved
                .given(new StockShipped("o-1", 1, 6))
                .when(new ReturnStock("o-1", 1, "r-1", 2), NOON)
                .then(new StockReturned("o-1", 1, "r-1", 2))
                .thenState(new StockState(6, 0, 4, Map.of()));
    }

    @Test
    void no_more_comes_back_than_has_left() {
        sixReserved
                .given(new StockShipped("o-1", 1, 6), new StockReturned("o-1", 1, "r-1", 4))
                .when(new ReturnStock("o-1", 1, "r-2", 3), NOON)
                .thenRejected(Reason.CONFLICT, "more-than-shipped")
                .naming("r-2", "3 units", "only 2");
    }

    @Test
    void a_state_is_stored_and_read_again() {
        StockState state = sixReserved.given(new StockReserved("o-2", 1, 1)).state();
        assertThat(Json.read(Json.write(state), StockState.class)).isEqualTo(state);
        assertThat(TypeTable.of(StockState.class, StockState.TYPES).nameOf(state))
                .isEqualTo("stock");
    }
}
