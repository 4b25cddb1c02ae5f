package daybook.cli.imports;

/**
 * How an order or a return ended.
 *
 * @param orderId empty if there is none
 * @param amountMinor what the order is worth as the gateway says, or what comes back (negative)
 */
record Outcome(End end, String reason, String orderId, long amountMinor) {

    /** What became of an input line, in the order of the report. */
    enum End {
        COMPLETED("ordered and completed"),
        UNPAID("ordered, dispatched and not paid"),
        REJECTED("ordered and rejected"),
        CANCELLED("ordered and cancelled"),
        RETURNED("returned"),
        NOT_RETURNED("not returned: the order was not completed"),
        REFUSED("refused by the gateway"),
        UNFINISHED("unfinished"),
        SKIPPED("skipped");

        final String words;

        End(String words) {
            this.words = words;
        }
    }
}
