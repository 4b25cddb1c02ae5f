package daybook.eventlog.http;

/** A request that is answered with a problem. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;
    private final boolean passing;

    public ProblemException(int status, String code, String detail) {
        this(status, code, detail, false);
    }

    private ProblemException(int status, String code, String detail, boolean passing) {
        super(detail, null, false, false);
        problem = Problem.of(status, code, detail);
        this.passing = passing;
    }

    /** The same request, sent again a little later, may well be answered otherwise. */
    public static ProblemException passing(int status, String code, String detail) {
        return new ProblemException(status, code, detail, true);
    }

    /** There is no such thing, or the caller may not know of it. */
    public static ProblemException notFound(String code, String detail) {
        return new ProblemException(404, code, detail);
    }

    /** Whether to ask again. */
    boolean isPassing() {
        return passing;
    }

    public Problem problem() {
        return problem;
    }
}
