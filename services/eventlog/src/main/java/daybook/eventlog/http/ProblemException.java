package daybook.eventlog.http;

/** A request that is answered with a problem. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(int status, String code, String detail) {
        super(detail, null, false, false);
        problem = Problem.of(status, code, detail);
    }

    /** There is no such thing, or the caller may not know of it. */
    public static ProblemException notFound(String code, String detail) {
        return new ProblemException(404, code, detail);
    }

    public Problem problem() {
        return problem;
    }
}
