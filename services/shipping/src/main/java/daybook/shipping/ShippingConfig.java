package daybook.shipping;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How shipments are followed. */
@ConfigMapping(prefix = "daybook.shipping.tracking")
public interface ShippingConfig {

    /** From the booking to the first time that the carrier is asked where the parcel is. */
    @WithDefault("1m")
    Duration first();

    /** The wait doubles after each time until it is this long. */
    @WithDefault("1h")
    Duration max();
}
