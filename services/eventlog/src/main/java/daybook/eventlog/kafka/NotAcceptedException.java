package daybook.eventlog.kafka;

/** The inbox did not take a command. Sending it again with the same id is safe. */
public final class NotAcceptedException extends RuntimeException {

    NotAcceptedException(Throwable cause) {
        super("The inbox did not take the command: " + cause, cause);
    }
}
