package daybook.eventlog.readmodel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Tells from how far the filling was how fast it is, and whether it will ever be done. */
public final class Pace {

    /** What is looked back on. */
    private static final Duration WINDOW = Duration.ofSeconds(30);

    /** Less than this says nothing about the direction. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long done, long behind) {}

    /** How it stands, now that it lacks so many of the log's entries. */
    public Progress at(Instant now, long entries, long behind) {
        samples.addLast(new Sample(now, entries - behind, behind));
        while (samples.getFirst().at.isBefore(now.minus(WINDOW))) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double seconds = Duration.between(first.at, now).toMillis() / 1000.0;
        long perSecond = seconds > 0 ? Math.round((entries - behind - first.done) / seconds) : 0;
        double nearer = seconds > 0 ? (first.behind - behind) / seconds : 0;
        var progress =
                new Progress(now, entries, behind, perSecond, secondsLeft(behind, nearer), true);
        boolean losing = seconds >= LEAST.toSeconds() && nearer <= 0 && !progress.caughtUp();
        return losing
                ? new Progress(now, entries, behind, perSecond, Optional.empty(), false)
                : progress;
    }

    private static Optional<Long> secondsLeft(long behind, double nearer) {
        if (behind == 0) {
            return Optional.of(0L);
        }
        return nearer > 0 ? Optional.of((long) Math.ceil(behind / nearer)) : Optional.empty();
    }
}
