package daybook.shipping.effect;

import daybook.contracts.shipping.ShippingCommand;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * All that is asked of the carrier goes through here, so that one breaker sees it all. From the
 * outside in: retry, breaker, timeout, bulkhead; each attempt counts for the breaker and has a
 * timeout of its own, which includes the wait for a place. A refusal is an answer and counts as a
 * success.
 */
@ApplicationScoped
public class CarrierGuard {

    /**
     * @param attempt one or several requests; must find out by itself what an earlier attempt did
     */
    @Retry(retryOn = {CarrierUnavailableException.class, TimeoutException.class})
    @ExponentialBackoff
    @CircuitBreaker(failOn = {CarrierUnavailableException.class, TimeoutException.class})
    @Timeout
    @Bulkhead
    Uni<ShippingCommand> call(Supplier<Uni<ShippingCommand>> attempt) {
        return attempt.get();
    }
}
