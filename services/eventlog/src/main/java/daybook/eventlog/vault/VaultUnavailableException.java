package daybook.eventlog.vault;

import java.sql.SQLException;

/** The keys cannot be asked for now. Whatever needs one waits; nothing is stored without. */
public final class VaultUnavailableException extends RuntimeException {

    VaultUnavailableException(SQLException cause) {
        super("The vault of keys does not answer: " + cause.getMessage(), cause);
    }
}
