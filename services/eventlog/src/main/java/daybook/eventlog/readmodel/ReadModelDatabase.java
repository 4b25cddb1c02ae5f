package daybook.eventlog.readmodel;

import daybook.eventlog.http.ProblemException;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Plain statements on the read model's database, for what is about whole tables. Blocking. */
@ApplicationScoped
class ReadModelDatabase {

    private static final Logger LOG = Logger.getLogger(ReadModelDatabase.class);
    private static final String NO_PRIVILEGE = "42501";

    private final AgroalDataSource dataSource;

    ReadModelDatabase(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * @throws ProblemException if the database does not answer, or refuses
     */
    <T> T inTransaction(Work<T> work) {
        try {
            return attempt(work);
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /** For those who tell one failure of the database from another. */
    <T> T attempt(Work<T> work) throws SQLException {
        try (Connection connection = begin()) {
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** A transaction that the caller ends, by rolling back and closing. */
    Connection begin() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static <T> List<T> rows(
            Connection connection, Row<T> reader, String sql, @Nullable Object... arguments)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<T> rows = new ArrayList<>();
            ResultSet result = statement.executeQuery();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        }
    }

    static ProblemException problem(SQLException e) {
        LOG.warnf("The read model's database: %s", e.getMessage());
        return NO_PRIVILEGE.equals(e.getSQLState())
                ? new ProblemException(
                        500,
                        "generations-not-allowed",
                        "The service's role may not make schemas in its database; let it: GRANT"
                                + " CREATE ON DATABASE … TO …")
                : ProblemException.passing(
                        503,
                        "read-model-unavailable",
                        "The read model's database does not answer, or refused: " + e.getMessage());
    }
}
