package daybook.eventlog.testing;

import java.lang.System.Logger.Level;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;

/**
 * A real broker and a real database for tests. Containers when a Docker engine answers and has or
 * can pull their images, else the embedded ones; {@code DAYBOOK_TEST_BACKING=embedded} or {@code
 * containers} decides it by hand.
 */
public interface Backing extends AutoCloseable {

    /** The broker's bootstrap servers. */
    String kafka();

    /** One of the databases that the backing was started with. */
    Database database(String name);

    @Override
    void close();

    /** Starts a broker, and a server with these databases, for the caller alone. */
    static Backing start(String... databases) {
        String choice = System.getenv().getOrDefault("DAYBOOK_TEST_BACKING", "auto");
        return switch (choice) {
            case "embedded" -> new EmbeddedBacking(databases);
            case "containers" -> new ContainerBacking(databases);
            case "auto" -> whatCanBeHad(databases);
            default ->
                    throw new IllegalArgumentException(
                            "DAYBOOK_TEST_BACKING is embedded, containers or auto, not " + choice);
        };
    }

    private static Backing whatCanBeHad(String... databases) {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            try {
                return new ContainerBacking(databases);
            } catch (ContainerBacking.UnavailableException e) {
                System.getLogger(Backing.class.getName())
                        .log(Level.WARNING, "The tests run without containers: " + e.getMessage());
            }
        }
        return new EmbeddedBacking(databases);
    }

    /** How to reach a database. */
    record Database(String host, int port, String name, String user, String password) {

        public String jdbcUrl() {
            return "jdbc:" + reactiveUrl();
        }

        public String reactiveUrl() {
            return "postgresql://%s:%d/%s".formatted(host, port, name);
        }

        public DataSource dataSource() {
            var dataSource = new PGSimpleDataSource();
            dataSource.setUrl(jdbcUrl());
            dataSource.setUser(user);
            dataSource.setPassword(password);
            return dataSource;
        }
    }
}
