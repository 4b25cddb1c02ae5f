package daybook.audit;

import java.util.Map;

/** Where the audit reads. */
interface LogSource extends AutoCloseable {

    /**
     * The committed end of each partition of a topic: the offset after the last committed record.
     */
    Map<Integer, Long> ends(String topic);

    /**
     * Reads a service's log from and to the given offsets, one partition after the other.
     *
     * @param from moved on past each record that was visited, and to the end at the end, so that
     *     reading can go on where a failure stopped it
     */
    <E> void read(
            ServiceLog<E> log,
            Map<Integer, Long> from,
            Map<Integer, Long> to,
            LogVisitor<E> visitor);

    /** How many commands below the given offsets the service has not decided on yet. */
    long waiting(String service, Map<Integer, Long> below);

    @Override
    void close();
}
