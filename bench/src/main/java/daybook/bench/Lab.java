package daybook.bench;

import daybook.eventlog.Service;
import daybook.eventlog.kafka.Topics;
import daybook.local.EmbeddedKafka;
import daybook.local.EmbeddedPostgres;
import daybook.local.LocalFiles;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker and a PostgreSQL of the benchmark's own, thrown away at the end. */
final class Lab implements AutoCloseable {

    static final int PARTITIONS = 8;

    private static final short ONE_COPY = 1;
    private static final long ADMIN_LIMIT_SECONDS = 60;

    private final Path directory;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final Admin admin;

    /**
     * @param databases one for each service that will run
     */
    Lab(List<String> databases) throws InterruptedException {
        try {
            directory = Files.createTempDirectory("daybook-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        postgres =
                EmbeddedPostgres.start(
                        directory.resolve("postgres"), databases.toArray(String[]::new));
        // Whom the inventory tells what became of a reservation.
        createTopics(Topics.plan("order", PARTITIONS, ONE_COPY, ONE_COPY));
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    String bootstrap() {
        return kafka.bootstrapServers();
    }

    Admin admin() {
        return admin;
    }

    Path log(String name) {
        return directory.resolve(name + ".log");
    }

    /** The broker and the database, for {@link Cpu}, after the process under test. */
    Map<String, ProcessHandle> processes(String name, ProcessHandle process) {
        var processes = new java.util.LinkedHashMap<String, ProcessHandle>();
        processes.put(name, process);
        processes.put("broker", kafka.handle().orElseThrow());
        processes.put("postgres", postgres.handle().orElseThrow());
        return processes;
    }

    /** Makes a service's topics and tables. */
    void prepare(String service) {
        createTopics(Topics.plan(service, PARTITIONS, ONE_COPY, ONE_COPY));
        try (var pool = pool(service);
                var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (String script :
                    List.of(
                            "V0_001__stream_cache.sql",
                            "V0_002__history.sql",
                            "V0_083__parked.sql",
                            "V0_099__snapshots.sql")) {
                try (var text = Service.class.getResourceAsStream("/db/eventlog/" + script)) {
                    statement.execute(
                            new String(
                                    Objects.requireNonNull(text).readAllBytes(),
                                    StandardCharsets.UTF_8));
                }
            }
        } catch (SQLException | IOException e) {
            throw new BenchFailure("the tables of " + service + " cannot be made", e);
        }
    }

    void createTopics(List<NewTopic> topics) {
        kafka.createTopics(topics);
    }

    /** Starts a service's shard in a process of its own. */
    Child shard(String service) throws IOException {
        return Child.start(
                log(service),
                ShardWorker.class.getName(),
                Map.of("DAYBOOK_BENCH_PASSWORD", postgres.password(service)),
                bootstrap(),
                postgres.jdbcUrl(service),
                service,
                service);
    }

    AgroalDataSource pool(String database) throws SQLException {
        return pool(postgres.jdbcUrl(database), database, postgres.password(database));
    }

    /** A pool as the services have it. */
    static AgroalDataSource pool(String url, String user, String password) throws SQLException {
        return pool(url, user, password, 4);
    }

    AgroalDataSource pool(String database, int connections) throws SQLException {
        return pool(postgres.jdbcUrl(database), database, postgres.password(database), connections);
    }

    private static AgroalDataSource pool(String url, String user, String password, int connections)
            throws SQLException {
        return AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier()
                        .connectionPoolConfiguration(pool ->
                                pool.maxSize(connections)
                                        .acquisitionTimeout(Duration.ofSeconds(10))
                                        .connectionFactoryConfiguration(factory ->
                                                factory.jdbcUrl(url)
                                                        .principal(new NamePrincipal(user))
                                                        .credential(
                                                                new SimplePassword(password)))));
    }

    /** What a question to the broker is answered. */
    static <T> T ask(org.apache.kafka.common.KafkaFuture<T> question) {
        try {
            return question.get(ADMIN_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure("the broker does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
        postgres.close();
        kafka.close();
        try {
            LocalFiles.deleteTree(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
