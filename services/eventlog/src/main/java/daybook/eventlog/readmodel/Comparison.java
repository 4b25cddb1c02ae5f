package daybook.eventlog.readmodel;

import java.time.Instant;
import java.util.List;

/**
 * How the rows of a generation differ from those of the live one, both posted up to the same place.
 *
 * @param rows in either of them
 * @param differing which both have, but not the same
 * @param onlyLive which the live one alone has
 * @param onlyHere which the other one alone has
 * @param first the first that differ of each table; no contents, as they may be personal
 */
public record Comparison(
        Instant at,
        long rows,
        long differing,
        long onlyLive,
        long onlyHere,
        List<Difference> first) {

    public Comparison {
        first = List.copyOf(first);
    }

    /**
     * A row that is not the same.
     *
     * @param what the columns that differ, or which of the two alone has it
     */
    public record Difference(String table, String key, String what) {}

    /** How many rows are not the same in both. */
    public long differences() {
        return differing + onlyLive + onlyHere;
    }
}
