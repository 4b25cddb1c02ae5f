package daybook.cli.imports;

/** The gateway, or who gives tokens for it, gave no definite answer for too long. */
public final class GatewayFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GatewayFailure(String message) {
        super(message);
    }

    GatewayFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
