package daybook.cli.faults;

import java.time.Duration;
import java.util.List;

/**
 * Something that goes wrong, and for how long.
 *
 * @param at since the clients began
 * @param lasts until it is mended
 * @param target a component, or a provider
 */
record Fault(Duration at, Duration lasts, Kind kind, String target) {

    enum Kind {
        KILL("kill -9 of a replica"),
        PAUSE("a replica stands still past its session and goes on, a zombie (SIGSTOP, SIGCONT)"),
        CUT(
                "nothing gets through between a replica and the broker; what was under way arrives"
                        + " late"),
        LEAVE("a replica leaves in good order and comes back: its partitions move"),
        JOIN("a third replica joins and leaves: partitions move"),
        BROKER_KILL("kill -9 of the broker"),
        BROKER_STOP("the broker ends in good order"),
        DATABASE_STOP("PostgreSQL ends in good order"),
        DATABASE_KILL("kill -9 of PostgreSQL"),
        OUTAGE("a provider breaks off every connection"),
        ERRORS("a provider answers most requests with 500"),
        SLOW("a provider answers late, past the caller's patience at times"),
        TWICE("a provider carries requests out without answering, so that they come twice");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }

        private static final List<Kind> PROVIDERS = List.of(OUTAGE, ERRORS, SLOW, TWICE);

        boolean ofProvider() {
            return PROVIDERS.contains(this);
        }
    }

    @Override
    public String toString() {
        return "%5.1f s to %5.1f s  %-13s %s"
                .formatted(
                        at.toMillis() / 1000.0, at.plus(lasts).toMillis() / 1000.0, kind, target);
    }
}
