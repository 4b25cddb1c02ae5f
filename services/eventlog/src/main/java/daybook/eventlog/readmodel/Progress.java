package daybook.eventlog.readmodel;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a generation is filled.
 *
 * @param entries of the log, in all partitions, as offsets count them
 * @param behind how many of them it does not have yet
 * @param perSecond how many it took of late
 * @param secondsLeft until it is at the end of the log, if it comes nearer at all
 * @param keepsUp no if the log grows at least as fast as it is filled, and much is missing
 */
public record Progress(
        Instant at,
        long entries,
        long behind,
        long perSecond,
        Optional<Long> secondsLeft,
        boolean keepsUp) {

    private static final long HARDLY_ANY = 100;

    /** Whether what is missing is filled in a moment, as it is at the end of a log that grows. */
    public boolean caughtUp() {
        return behind <= Math.max(HARDLY_ANY, perSecond / 10);
    }
}
