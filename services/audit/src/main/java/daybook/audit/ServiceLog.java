package daybook.audit;

import daybook.contracts.inventory.InventoryEvent;
import daybook.contracts.order.OrderEvent;
import daybook.contracts.payment.PaymentEvent;
import daybook.contracts.shipping.ShippingEvent;
import daybook.eventlog.TypeTable;

/** The log of one service. */
record ServiceLog<E>(String service, TypeTable<E> types) {

    static final ServiceLog<OrderEvent> ORDER =
            new ServiceLog<>("order", TypeTable.of(OrderEvent.class, OrderEvent.TYPES));
    static final ServiceLog<InventoryEvent> INVENTORY =
            new ServiceLog<>("inventory", TypeTable.of(InventoryEvent.class, InventoryEvent.TYPES));
    static final ServiceLog<PaymentEvent> PAYMENT =
            new ServiceLog<>("payment", TypeTable.of(PaymentEvent.class, PaymentEvent.TYPES));
    static final ServiceLog<ShippingEvent> SHIPPING =
            new ServiceLog<>("shipping", TypeTable.of(ShippingEvent.class, ShippingEvent.TYPES));

    String events() {
        return service + ".events";
    }

    String commands() {
        return service + ".commands";
    }
}
