package daybook.eventlog.shard;

import java.util.Arrays;

/**
 * Which commands a stream was given, in four bytes each, so that most repetitions can be ruled out
 * without asking the database. Never says no to a command that was given; says maybe to one in a
 * few million that was not.
 */
final class CommandFilter {

    /** A search through more would cost more than it saves. */
    private static final int LIMIT = 256;

    private int[] hashes = new int[4];
    private int size;

    boolean mayContain(String commandId) {
        int hash = commandId.hashCode();
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    /** False if it is full and cannot tell any more. */
    boolean add(String commandId) {
        if (size == LIMIT) {
            return false;
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = commandId.hashCode();
        return true;
    }
}
