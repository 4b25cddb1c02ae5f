package daybook.eventlog.serde;

/**
 * A newer release has written what this one cannot read. Nothing is wrong with it, so it is not
 * treated as what is unreadable is: it waits for an executable that knows it.
 */
public final class NewerVersionException extends RuntimeException {

    public NewerVersionException(String message) {
        super(message);
    }
}
