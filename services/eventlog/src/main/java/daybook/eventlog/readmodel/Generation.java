package daybook.eventlog.readmodel;

import java.time.Instant;
import java.util.Optional;

/**
 * One posting of the whole log to rows. There is one that queries read, and at most one beside it,
 * which is filled from the log until it is dropped.
 *
 * @param throttle how many entries a second it is filled with at most
 * @param filler the replica that fills it
 * @param trouble why it could not be filled of late
 * @param comparison with the live one; made anew after each switch
 */
public record Generation(
        int number,
        boolean live,
        String askedBy,
        Instant askedAt,
        Optional<String> liveBy,
        Optional<Instant> liveSince,
        Optional<Integer> throttle,
        Optional<String> filler,
        Optional<Progress> progress,
        Optional<String> trouble,
        Optional<Comparison> comparison) {

    /** Where its tables are while it is not live. */
    public String schema() {
        return schema(number);
    }

    static String schema(int number) {
        return "projection_" + number;
    }
}
