package daybook.cli.storage;

import daybook.local.StackFailure;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The services' databases.
 *
 * @param url of PostgreSQL, to which a database's name is added
 * @param password of the role that has the name of its database
 */
public record Databases(String url, List<String> names, UnaryOperator<String> password) {

    /** What is stored in all of them, beyond what an empty database takes. */
    long bytes() {
        long bytes = 0;
        for (String name : names) {
            try (var connection =
                            DriverManager.getConnection(url + name, name, password.apply(name));
                    var size =
                            connection.prepareStatement(
                                    "SELECT pg_database_size(current_database())"
                                            + " - pg_database_size('template1')")) {
                var row = size.executeQuery();
                row.next();
                bytes += row.getLong(1);
            } catch (SQLException e) {
                throw new StackFailure(
                        "the size of the database %s cannot be read: %s"
                                .formatted(name, e.getMessage()),
                        e);
            }
        }
        return bytes;
    }
}
