package daybook.eventlog.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** {@link Backing} in containers. */
final class ContainerBacking implements Backing {

    private static final Duration PULL_LIMIT = Duration.ofMinutes(10);

    /** Testcontainers' minute is too short for a machine that is busy with a build. */
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private final KafkaContainer kafka;
    private final PostgreSQLContainer postgres;

    /** No engine, or no image and no way to pull it; the message is for the person. */
    static final class UnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @throws UnavailableException if an image cannot be had
     */
    ContainerBacking(String... databases) {
        kafka =
                new KafkaContainer(image("DAYBOOK_TEST_KAFKA_IMAGE", "apache/kafka", "4.2.1"))
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                        .withStartupTimeout(START_LIMIT);
        postgres =
                new PostgreSQLContainer(image("DAYBOOK_TEST_POSTGRES_IMAGE", "postgres", "18.4"))
                        .withStartupTimeout(START_LIMIT);
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

    /** The image that the variable names, else the official one; pulled if it is not there. */
    private static DockerImageName image(String variable, String official, String tag) {
        String name = System.getenv().getOrDefault(variable, official + ":" + tag);
        try {
            DockerClient engine = DockerClientFactory.lazyClient();
            try {
                engine.inspectImageCmd(name).exec();
            } catch (NotFoundException notHere) {
                // Once: Testcontainers would go on trying for two minutes.
                engine.pullImageCmd(name)
                        .start()
                        .awaitCompletion(PULL_LIMIT.toSeconds(), TimeUnit.SECONDS);
                engine.inspectImageCmd(name).exec();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while an image was pulled", e);
        } catch (DockerException | IllegalStateException e) {
            throw new UnavailableException(
                    "the image %s is not here and cannot be pulled: name another with %s, or run the tests without containers with DAYBOOK_TEST_BACKING=embedded"
                            .formatted(name, variable),
                    e);
        }
        return DockerImageName.parse(name).asCompatibleSubstituteFor(official);
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
