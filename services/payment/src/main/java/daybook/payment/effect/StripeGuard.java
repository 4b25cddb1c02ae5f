package daybook.payment.effect;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Every call to the provider goes through here, so that one breaker sees them all. From the outside
 * in: retry, breaker, timeout, bulkhead; each attempt counts for the breaker and has a timeout of
 * its own, which includes the wait for a place. A refusal is an answer and counts as a success.
 */
@ApplicationScoped
public class StripeGuard {

    @Retry(retryOn = {ProviderUnavailableException.class, TimeoutException.class})
    @ExponentialBackoff
    @CircuitBreaker(failOn = {ProviderUnavailableException.class, TimeoutException.class})
    @Timeout
    @Bulkhead
    Uni<StripeAnswer> call(Supplier<Uni<Response>> request) {
        return request.get()
                .onFailure()
                .transform(ProviderUnavailableException::new)
                .map(StripeAnswer::of);
    }
}
