package daybook.cli.faults;

/**
 * One request of one client, and what it was told. Times are milliseconds since the run began.
 *
 * @param client its number; the warehouse is the last of them, {@link #STAFF} looks on
 * @param operation its number in the client's plan
 * @param kind of the request: place, cancel, …; look for a query
 * @param stream of the service that it is about
 * @param command the id of the command in the service's inbox and log; empty for a query
 * @param asked the position that a query named, empty if none
 * @param version as the answer says, 0 if it does not
 * @param position as the answer says, empty if it does not
 * @param told the answer's body, or why there was none
 */
record Attempt(
        int client,
        int operation,
        String kind,
        String service,
        String stream,
        String command,
        String asked,
        long beganMillis,
        long endedMillis,
        Outcome outcome,
        int status,
        String code,
        long version,
        String position,
        String told) {

    /** Who is none of the workload's clients. */
    static final int STAFF = -1;

    static final String LOOK = "look";
    static final String REUSE = "reuse";

    enum Outcome {
        /** Done, and in the log. */
        ACCEPTED,
        /** Will be done: it is in the inbox. */
        PENDING,
        /** Decided against. */
        REFUSED,
        /** A query's answer. */
        SEEN,
        /** There is no such thing. */
        ABSENT,
        /** Nothing definite: no connection, no answer in time, a failure, or not now. */
        UNANSWERED;

        boolean definite() {
            return this == ACCEPTED || this == REFUSED;
        }
    }

    boolean isCommand() {
        return !command.isEmpty();
    }

    /** The stream with its service, as it is unique. */
    String address() {
        return service + " " + stream;
    }

    /** What must be the same whenever the request is repeated. */
    String answer() {
        return outcome == Outcome.ACCEPTED
                ? "%d version %d at %s: %s".formatted(status, version, position, told)
                : "%d %s".formatted(status, code);
    }

    @Override
    public String toString() {
        return "client %d, operation %d, %.3f s to %.3f s: %s %s %s"
                .formatted(
                        client,
                        operation,
                        beganMillis / 1000.0,
                        endedMillis / 1000.0,
                        kind,
                        address(),
                        command);
    }
}
