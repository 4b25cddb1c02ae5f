package daybook.eventlog.kafka;

/** The log does not answer now. */
public final class LogUnavailableException extends RuntimeException {

    LogUnavailableException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
