package daybook.gateway.route;

import java.time.Duration;

/**
 * When an upstream's circuit breaker opens and how it closes again.
 *
 * @param window calls looked back on; the breaker cannot open before it is full
 * @param failureRatio share of failed calls in the window (0 to 1) that opens it
 * @param delay how long it stays open before a probe is let through
 * @param probes calls that must succeed in a row to close it
 */
public record BreakerSettings(int window, double failureRatio, Duration delay, int probes) {}
