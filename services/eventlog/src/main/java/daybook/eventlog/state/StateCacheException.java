package daybook.eventlog.state;

import java.sql.SQLException;

/**
 * PostgreSQL did not answer or refused, or has what this replica must not touch. The shard waits
 * and tries again.
 */
public final class StateCacheException extends RuntimeException {

    StateCacheException(String message) {
        super(message);
    }

    StateCacheException(SQLException cause) {
        super("The state cache failed: " + cause.getMessage(), cause);
    }
}
