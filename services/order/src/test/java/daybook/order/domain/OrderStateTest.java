package daybook.order.domain;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.eventlog.TypeTable;
import org.junit.jupiter.api.Test;

class OrderStateTest {

    @Test
    void every_state_has_one_stored_name() {
        var table = TypeTable.of(OrderState.class, OrderState.TYPES);
        assertThat(table.nameOf(new OrderState.None())).isEqualTo("none");
    }
}
