package daybook.shipping;

import daybook.contracts.shipping.ShippingCommand;
import daybook.contracts.shipping.ShippingEvent;
import daybook.eventlog.Service;
import daybook.eventlog.TypeTable;
import daybook.eventlog.vault.Vault;
import daybook.shipping.domain.ShippingDecider;
import daybook.shipping.domain.ShippingState;
import daybook.shipping.domain.TrackingSchedule;
import daybook.shipping.process.ShippingProcess;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts the shipping service's parts together. */
public class ShippingService {

    /** Raised when {@link ShippingState} is stored differently. */
    static final int STATE_SCHEMA = 1;

    @Produces
    @Singleton
    Vault vault(@DataSource("vault") AgroalDataSource keys, VaultConfig config) {
        return new Vault(keys, config.masterKey(), InstantSource.system());
    }

    @Produces
    @Singleton
    Service<ShippingCommand, ShippingState, ShippingEvent> service(ShippingConfig config) {
        return new Service<>(
                "shipping",
                new ShippingDecider(new TrackingSchedule(config.first(), config.max())),
                new ShippingProcess(),
                TypeTable.of(ShippingCommand.class, ShippingCommand.TYPES),
                TypeTable.of(ShippingEvent.class, ShippingEvent.TYPES),
                TypeTable.of(ShippingState.class, ShippingState.TYPES),
                STATE_SCHEMA);
    }
}
