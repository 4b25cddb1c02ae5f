package daybook.shipping.domain;

import java.time.Duration;

/**
 * How often the carrier is asked where a parcel is: soon at first, then ever more rarely.
 *
 * @param first from the booking to the first time
 * @param max the wait doubles after each time until it is this long
 */
public record TrackingSchedule(Duration first, Duration max) {

    public TrackingSchedule {
        if (!first.isPositive() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "Tracking begins after %s and then waits up to %s: the first must be positive and not longer than the second"
                            .formatted(first, max));
        }
    }

    /** How long to wait when the carrier has been asked that many times. */
    Duration wait(int timesAsked) {
        Duration wait = first;
        for (int i = 0; i < timesAsked && wait.compareTo(max) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(max) < 0 ? wait : max;
    }
}
