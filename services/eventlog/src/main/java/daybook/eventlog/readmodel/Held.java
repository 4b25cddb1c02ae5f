package daybook.eventlog.readmodel;

import daybook.eventlog.Envelope;
import java.util.List;

/**
 * What a batch changes about the streams for which the read model does not go on, since it met an
 * event there that it could not read.
 *
 * @param begun events that could not be read
 * @param ended events at which it stopped before and goes on now
 * @param caughtUp what happened to their streams meanwhile, in the log's order
 */
public record Held(List<At> begun, List<At> ended, List<? extends Envelope<?>> caughtUp) {

    public static final Held NOTHING = new Held(List.of(), List.of(), List.of());

    /** An event that could not be read. */
    public record At(String streamId, int partition, long offset, String why) {}
}
