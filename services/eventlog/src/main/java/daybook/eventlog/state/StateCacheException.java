package daybook.eventlog.state;

import java.sql.SQLException;

/** PostgreSQL did not answer, or refused. The shard waits and tries again. */
public final class StateCacheException extends RuntimeException {

    StateCacheException(SQLException cause) {
        super("The state cache failed: " + cause.getMessage(), cause);
    }
}
