package daybook.gateway.exchange;

import java.util.Locale;

/** Where a request is on its way, in this order; it is in one of them at any time. */
public enum Stage {
    ACCEPT,
    ROUTE,
    IDENTIFY,
    AUTHORISE,
    LIMIT,
    /** At the upstream's breaker. */
    GUARD,
    /** Waits for a connection to the upstream. */
    CONNECT,
    /** From the first byte to the upstream to the head of its answer. */
    UPSTREAM,
    /** The answer goes to the caller. */
    TRANSFER;

    /** As metrics and Server-Timing call it. */
    public final String label = name().toLowerCase(Locale.ROOT);
}
