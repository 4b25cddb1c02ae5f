package daybook.eventlog.shard;

import daybook.eventlog.Decision;
import daybook.eventlog.Position;

/** What a command's sender is told once the command's entries are committed. */
public sealed interface Answer {

    /** Version of the stream after the command. */
    long version();

    /**
     * @param position of the command's last entry; a read model that reached it knows the change
     */
    record Done(long version, Position position) implements Answer {}

    record Refused(long version, Decision.Reason reason, String code, String detail)
            implements Answer {}

    /** Kept for an operator: neither done nor refused. */
    record Parked(long version) implements Answer {}
}
