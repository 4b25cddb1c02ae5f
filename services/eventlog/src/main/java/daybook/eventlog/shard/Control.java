package daybook.eventlog.shard;

import java.util.Map;

/**
 * What an operator asks of a parked stream. It comes through the stream's own inbox like any
 * command, and is answered and remembered like one. Not part of a service's contract.
 */
public sealed interface Control {

    Map<String, Class<? extends Control>> TYPES =
            Map.of(
                    "parked-redrive", Redrive.class,
                    "parked-discard", Discard.class,
                    "parked-pass-over", PassOver.class);

    /** The operator, as the token names them. */
    String by();

    /** The operator's reason. */
    String why();

    /**
     * Decide the parked commands again, in their order. Those that came behind since are decided as
     * well, as they wait for nothing else.
     *
     * @param count how many the operator saw
     * @param last the last of them; together they name what was seen, as commands come in at the
     *     end only
     */
    record Redrive(String by, String why, int count, String last) implements Control {}

    /** Drop a parked command: whoever gave it is told that it was refused. */
    record Discard(String by, String why, String commandId) implements Control {}

    /**
     * Go on behind an entry of the stream that cannot be read.
     *
     * @param offset of the entry in the log
     */
    record PassOver(String by, String why, long offset) implements Control {}
}
