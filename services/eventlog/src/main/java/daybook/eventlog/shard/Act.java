package daybook.eventlog.shard;

import java.util.List;
import java.util.Optional;

/**
 * What an operator did to a parked stream, as the log keeps it.
 *
 * @param by the operator
 * @param why the operator's reason
 * @param commands that do not wait any more, in the order in which they were decided or dropped
 * @param passedOver the offset of the entry behind which the stream goes on
 * @param stuck the command that failed again, if one did
 * @param left how many commands still wait
 */
public record Act(
        Kind kind,
        String by,
        String why,
        List<String> commands,
        Optional<Long> passedOver,
        Optional<Stuck> stuck,
        int left) {

    public Act {
        commands = List.copyOf(commands);
    }

    public enum Kind {
        REDRIVE,
        DISCARD,
        PASS_OVER
    }

    /** A command that cannot be decided. */
    public record Stuck(String commandId, String why) {}
}
