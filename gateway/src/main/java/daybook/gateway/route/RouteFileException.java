package daybook.gateway.route;

/** A routes file that cannot be used; the message names the line, what is wrong and the remedy. */
public final class RouteFileException extends RuntimeException {
    public RouteFileException(String message) {
        super(message);
    }
}
