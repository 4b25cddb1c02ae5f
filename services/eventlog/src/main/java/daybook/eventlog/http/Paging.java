package daybook.eventlog.http;

/** Bounds on what a list may return. */
public final class Paging {

    private static final int MOST = 100;

    private Paging() {}

    /**
     * @throws ProblemException if the limit is not 1 to 100
     */
    public static int limit(int asked) {
        if (asked < 1 || asked > MOST) {
            throw new ProblemException(
                    400, "invalid-limit", "limit must be 1 to %d, not %d".formatted(MOST, asked));
        }
        return asked;
    }

    /** A cursor that no list gave. */
    public static ProblemException invalidCursor() {
        return new ProblemException(
                400, "invalid-cursor", "after must be the next of an earlier answer");
    }
}
