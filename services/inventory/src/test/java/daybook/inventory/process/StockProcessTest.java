package daybook.inventory.process;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.inventory.InventoryEvent.ReservationRefused;
import daybook.contracts.inventory.InventoryEvent.StockAdjusted;
import daybook.contracts.inventory.InventoryEvent.StockReceived;
import daybook.contracts.inventory.InventoryEvent.StockReleased;
import daybook.contracts.inventory.InventoryEvent.StockReserved;
import daybook.contracts.inventory.InventoryEvent.StockReturned;
import daybook.contracts.inventory.InventoryEvent.StockShipped;
import daybook.contracts.order.OrderCommand.ConfirmReservation;
import daybook.contracts.order.OrderCommand.RefuseReservation;
import daybook.eventlog.Message;
import daybook.inventory.domain.StockDecider;
import java.util.List;
import org.junit.jupiter.api.Test;

class StockProcessTest {

    private final StockDecider decider = new StockDecider();
    private final StockProcess process = new StockProcess();

    @Test
    void a_reservation_is_confirmed_to_its_order() {
        assertThat(react(new StockReserved("o-1", 2, 6)))
                .containsExactly(
                        new Message(
                                "order",
                                "o-1",
                                "confirm-reservation",
                                1,
                                new ConfirmReservation(2)));
    }

    @Test
    void a_refusal_tells_its_order_why() {
        assertThat(react(new ReservationRefused("o-1", 2, 6, 4)))
                .containsExactly(
                        new Message(
                                "order",
                                "o-1",
                                "refuse-reservation",
                                1,
                                new RefuseReservation(
                                        2, "6 of 85123A were ordered, 4 were available")));
    }

    @Test
    void nobody_waits_for_the_rest() {
        assertThat(react(new StockReceived(1, "DN-1"))).isEmpty();
        assertThat(react(new StockAdjusted(1, "count"))).isEmpty();
        assertThat(react(new StockReleased("o-1", 1, 1))).isEmpty();
        assertThat(react(new StockShipped("o-1", 1, 1))).isEmpty();
        assertThat(react(new StockReturned("o-1", 1, "r-1", 1))).isEmpty();
    }

    private List<Message> react(InventoryEvent event) {
        return process.react("85123A", decider.evolve(decider.initial(), event), event);
    }
}
