package daybook.order;

import daybook.contracts.order.OrderCommand;
import daybook.contracts.order.OrderEvent;
import daybook.eventlog.Service;
import daybook.eventlog.TypeTable;
import daybook.eventlog.vault.Vault;
import daybook.order.domain.OrderDecider;
import daybook.order.domain.OrderState;
import daybook.order.domain.Waits;
import daybook.order.process.OrderProcess;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the order service's parts together. */
public class OrderService {

    /** Raised when {@link OrderState} is stored differently. */
    static final int STATE_SCHEMA = 2;

    @Produces
    @Singleton
    Vault vault(
            @DataSource("vault") AgroalDataSource keys, VaultConfig config, InstantSource clock) {
        return new Vault(keys, config.masterKey(), clock);
    }

    @Produces
    @Singleton
    Service<OrderCommand, OrderState, OrderEvent> service(OrderConfig config) {
        return new Service<>(
                "order",
                new OrderDecider(
                        new Waits(
                                config.reserveWithin(),
                                config.authoriseWithin(),
                                config.bookWithin(),
                                config.dispatchWithin(),
                                config.retryEvery())),
                new OrderProcess(),
                TypeTable.of(OrderCommand.class, OrderCommand.TYPES),
                TypeTable.of(OrderEvent.class, OrderEvent.TYPES),
                TypeTable.of(OrderState.class, OrderState.TYPES),
                STATE_SCHEMA);
    }
}
