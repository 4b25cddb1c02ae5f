package daybook.cli.imports;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * How long, and how often, to ask again: pauses double from a fifth of a second to five, each with
 * jitter, until the time is up.
 *
 * @param limit how long to go on without a definite answer
 * @param pauses waits; replaced in tests
 * @param notes is told now and then that something is being waited for
 */
record Patience(Duration limit, Pauses pauses, Consumer<String> notes) {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofSeconds(30);
    private static final int NOTED_FROM_ATTEMPT = 4;

    /** Something that waits. */
    @FunctionalInterface
    interface Pauses {
        void pause(Duration duration);

        /** On the calling thread, which should be a virtual one. */
        static void sleep(Duration duration) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GatewayFailure("interrupted", e);
            }
        }
    }

    Wait begin(String who, String what) {
        return new Wait(who, what);
    }

    /** The wait for one answer. */
    final class Wait {
        private final String who;
        private final String what;
        private Duration next = FIRST;
        private Duration waited = Duration.ZERO;
        private int attempts;

        private Wait(String who, String what) {
            this.who = who;
            this.what = what;
        }

        /**
         * @param askedFor by the other side, which is obeyed within bounds
         * @throws GatewayFailure if the time is up
         */
        void pause(Optional<Duration> askedFor, String why) {
            if (waited.compareTo(limit) >= 0) {
                throw new GatewayFailure(
                        "%s gave no definite answer to %s for %d s: %s"
                                .formatted(who, what, limit.toSeconds(), why));
            }
            if (++attempts >= NOTED_FROM_ATTEMPT) {
                notes.accept(
                        "waiting for %s (%s); trying again for up to %d s"
                                .formatted(who, why, limit.minus(waited).toSeconds()));
            }
            Duration duration = jittered(askedFor.map(Patience::bounded).orElse(next));
            pauses.pause(duration);
            waited = waited.plus(duration);
            next = min(next.multipliedBy(2), LONGEST);
        }
    }

    private static Duration bounded(Duration askedFor) {
        return min(askedFor, LONGEST_ASKED_FOR);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Half as long again at most, and never shorter, so that a Retry-After is kept. */
    private static Duration jittered(Duration duration) {
        long millis = Math.max(1, duration.toMillis());
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
