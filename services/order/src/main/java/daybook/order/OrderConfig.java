package daybook.order;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an order waits for each step before it gives up or asks again. */
@ConfigMapping(prefix = "daybook.order")
public interface OrderConfig {

    /** For inventory to answer for every line; then the order is rejected. */
    @WithDefault("15m")
    Duration reserveWithin();

    /** For the payment provider to authorise; then the order is unwound. */
    @WithDefault("24h")
    Duration authoriseWithin();

    /** For the carrier to take the booking; then the order is unwound. */
    @WithDefault("24h")
    Duration bookWithin();

    /** For a booked parcel to leave; then the order is unwound. */
    @WithDefault("7d")
    Duration dispatchWithin();

    /** For what has to be done in the end (capture, void, refund); then it is asked for again. */
    @WithDefault("15m")
    Duration retryEvery();
}
