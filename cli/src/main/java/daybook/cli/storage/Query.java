package daybook.cli.storage;

import java.util.Locale;

/** The kinds of question that the event store answers. */
enum Query {
    ROW("an order as it is now"),
    HISTORY("the events of an order"),
    PAST("an order as it was at a version or an instant"),
    TRACE("all that a request led to, in every service"),
    AUDIT("is everything as it must be");

    final String question;

    Query(String question) {
        this.question = question;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What one question costs.
     *
     * @param lookups in PostgreSQL's indexes
     * @param pointReads of the log, each at a place of its own
     * @param scanned entries of the logs, read one after the other
     */
    record Cost(double lookups, double pointReads, double scanned) {

        double seconds(Machine machine) {
            return pointReads * machine.pointReadMillis() / 1e3
                    + scanned / machine.scannedPerSecond();
        }
    }

    /**
     * @param ownEvents events of the order in the log of orders
     * @param allEntries entries of all logs together
     */
    Cost cost(double ownEvents, double allEntries) {
        return switch (this) {
            case ROW -> new Cost(1, 0, 0);
            // The index, and the checkpoint, beyond which the log's end is read.
            case HISTORY, PAST -> new Cost(2, ownEvents, 0);
            case TRACE, AUDIT -> new Cost(0, 0, allEntries);
        };
    }
}
