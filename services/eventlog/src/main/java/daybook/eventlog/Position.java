package daybook.eventlog;

import java.util.Optional;

/**
 * A place in a service's log. Written {@code partition-offset}, as the {@code Daybook-Position}
 * header carries it.
 *
 * @param offset of the record itself
 */
public record Position(int partition, long offset) {

    @Override
    public String toString() {
        return partition + "-" + offset;
    }

    /** Empty unless the text is what {@link #toString} gives. */
    public static Optional<Position> parse(String text) {
        if (!text.matches("\\d{1,9}-\\d{1,18}")) {
            return Optional.empty();
        }
        int dash = text.indexOf('-');
        return Optional.of(
                new Position(
                        Integer.parseInt(text.substring(0, dash)),
                        Long.parseLong(text.substring(dash + 1))));
    }
}
