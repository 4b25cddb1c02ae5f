package daybook.eventlog.testing;

import java.sql.SQLException;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** {@link Backing} in containers. */
final class ContainerBacking implements Backing {

    private final KafkaContainer kafka =
            new KafkaContainer(DockerImageName.parse("apache/kafka:4.2.1"))
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    private final PostgreSQLContainer postgres =
            new PostgreSQLContainer(DockerImageName.parse("postgres:18.4"));

    ContainerBacking(String... databases) {
        kafka.start();
        postgres.start();
        try (var connection = database(postgres.getDatabaseName()).dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (String name : databases) {
                statement.execute("CREATE DATABASE \"%s\"".formatted(name));
            }
        } catch (SQLException e) {
            close();
            throw new IllegalStateException("The databases cannot be made", e);
        }
    }

    @Override
    public String kafka() {
        return kafka.getBootstrapServers();
    }

    @Override
    public Database database(String name) {
        return new Database(
                postgres.getHost(),
                postgres.getFirstMappedPort(),
                name,
                postgres.getUsername(),
                postgres.getPassword());
    }

    @Override
    public void close() {
        kafka.stop();
        postgres.stop();
    }
}
