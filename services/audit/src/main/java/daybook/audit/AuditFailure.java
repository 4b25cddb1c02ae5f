package daybook.audit;

/** The logs could not be read; this says nothing about whether they are sound. */
public final class AuditFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AuditFailure(String message) {
        super(message);
    }

    public AuditFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
