package daybook.bench;

/**
 * A benchmark that could not be run, or whose result does not add up; the message is for people.
 */
public final class BenchFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    BenchFailure(String message) {
        super(message);
    }

    BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
