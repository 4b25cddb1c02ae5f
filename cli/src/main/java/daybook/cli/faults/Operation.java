package daybook.cli.faults;

import java.util.List;

/** What a client does. Where it goes back to something earlier, that is by its number. */
sealed interface Operation {

    /**
     * A request that changes something, with an idempotency key.
     *
     * <p>A patient client asks again at once while it has no definite answer. One that is not
     * leaves it at that, so that what the log does with a command is seen without any help.
     */
    sealed interface Command extends Operation {
        boolean patient();
    }

    record Line(String sku, int quantity) {}

    record Place(List<Line> lines, String paymentMethod, boolean patient) implements Command {
        public Place {
            lines = List.copyOf(lines);
        }
    }

    /**
     * @param order the number of the operation that placed it
     * @param ifUntouched only if nothing has happened to it yet
     */
    record Cancel(int order, boolean ifUntouched, boolean patient) implements Command {}

    /** One unit of the first line. */
    record GiveBack(int order, boolean patient) implements Command {}

    record Receive(String sku, int quantity, boolean patient) implements Command {}

    record Adjust(String sku, int delta, boolean patient) implements Command {}

    /** The same request with the same key. */
    record Repeat(int command) implements Operation {}

    /** Another request with the same key. */
    record Reuse(int command) implements Operation {}

    /**
     * @param fresh names the position that the client was told last, if there is one
     */
    record LookAtOrder(int order, boolean fresh) implements Operation {}

    record LookAtStock(String sku, boolean fresh) implements Operation {}
}
