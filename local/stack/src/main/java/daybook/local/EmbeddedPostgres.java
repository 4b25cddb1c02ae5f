package daybook.local;

import java.nio.file.Path;
import java.util.List;

/** A real PostgreSQL for tests. */
public final class EmbeddedPostgres extends EmbeddedProcess {

    private final PostgresServer server;
    private final Secrets secrets;

    private EmbeddedPostgres(Layout layout, PostgresServer server, Secrets secrets)
            throws InterruptedException {
        super(new LocalProcess(layout, server));
        this.server = server;
        this.secrets = secrets;
    }

    /**
     * Starts a server on a free port.
     *
     * @param directory for its data and log; a directory that a server has used keeps its data
     * @param databases each is made with an owner of the same name
     */
    public static EmbeddedPostgres start(Path directory, String... databases)
            throws InterruptedException {
        Layout layout = layoutIn(directory);
        var secrets = new Secrets(layout.secrets());
        var server =
                new PostgresServer(
                        layout, FreePorts.find(1).getFirst(), secrets, List.of(databases));
        return new EmbeddedPostgres(layout, server, secrets);
    }

    /** For example {@code jdbc:postgresql://127.0.0.1:15432/order}. */
    public String jdbcUrl(String database) {
        return server.jdbcUrl(database);
    }

    /** For Quarkus' reactive client: the same without {@code jdbc:}. */
    public String reactiveUrl(String database) {
        return server.jdbcUrl(database).substring("jdbc:".length());
    }

    /** The password of a database's owner. */
    public String password(String database) {
        return secrets.databasePassword(database);
    }
}
