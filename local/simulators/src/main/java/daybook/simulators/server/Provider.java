package daybook.simulators.server;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What one simulated provider adds to the shell. Called on one thread. */
public interface Provider extends AutoCloseable {

    String name();

    List<Operation> operations();

    /**
     * Checks what does not depend on the operation: the API key, the idempotency key.
     *
     * @return the answer if the request goes no further; otherwise {@link #finished} will be called
     */
    Optional<Answer> admit(RoutingContext request);

    /** The admitted request has been carried out, or has failed. */
    void finished(RoutingContext request);

    /** Returns an error as this provider words it: a fault, an unknown path, a body too large. */
    Answer failure(int status, String message);

    /** Returns the totals of the provider's own books. */
    JsonObject ledger();

    /**
     * Visits the lines of the provider's books in one stretch of its journal.
     *
     * @return where the next stretch begins; {@code from} itself at the end
     */
    long ledgerEntries(long from, Consumer<JsonObject> visitor);
}
