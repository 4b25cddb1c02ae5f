package daybook.local;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** A real PostgreSQL that keeps what it has confirmed: fsync and synchronous commit are on. */
final class PostgresServer implements Component {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String LOGIN_LIMIT_SECONDS = "5";

    private final Layout layout;
    private final int port;
    private final Secrets secrets;
    private final List<String> services;

    /**
     * @param services each gets a database and a role of its own name
     */
    PostgresServer(Layout layout, int port, Secrets secrets, List<String> services) {
        this.layout = layout;
        this.port = port;
        this.secrets = secrets;
        this.services = List.copyOf(services);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Path built() {
        // Its binaries lie in this program's own libraries.
        return layout.project();
    }

    @Override
    public int memoryMegabytes() {
        return 150;
    }

    @Override
    public Signal stopSignal() {
        return Signal.INT;
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public Program prepare(Consumer<String> progress) throws IOException, InterruptedException {
        Path programs = unpackOnce();
        Path data = layout.data("postgres");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            progress.accept("making the database cluster (once)");
            initialise(programs, data);
        }
        forgetCrashedServer(data);
        List<String> command =
                unprivileged(programs.resolve("bin/postgres").toString(), "-D", data.toString());
        Map<String, String> settings =
                Map.of(
                        "port", Integer.toString(port),
                        "listen_addresses", "127.0.0.1",
                        "unix_socket_directories", "",
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "shared_buffers", "48MB",
                        "max_connections", "100",
                        // Asynchronous reads would need worker processes of their own.
                        "io_method", "sync",
                        "timezone", "UTC",
                        "log_line_prefix", "%m [%p] %d ");
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return new Program(command, Map.of(), layout.data("postgres"), START_LIMIT);
    }

    private Path unpackOnce() throws IOException, InterruptedException {
        URL archive = PostgresServer.class.getResource("/" + archiveName());
        if (archive == null) {
            throw new StackFailure(
                    "no PostgreSQL for this kind of machine: " + archiveName() + " is missing");
        }
        // The size tells one version's binaries from another's.
        String version = archiveName() + "-" + archive.openConnection().getContentLengthLong();
        return Archives.once(
                layout.cache().resolve(version),
                directory -> {
                    try (var tar =
                            new TarArchiveInputStream(
                                    new XZCompressorInputStream(archive.openStream()))) {
                        Archives.unpack(tar, directory, 0);
                    }
                });
    }

    private static String archiveName() {
        String system =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
                        ? "darwin"
                        : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "postgres-" + system + "-" + machine + ".txz";
    }

    private void initialise(Path programs, Path data) throws IOException, InterruptedException {
        Path partial = data.resolveSibling("postgres.partial");
        Archives.deleteTree(partial);
        Files.createDirectories(partial.getParent());
        Path password = Files.createTempFile("daybook", ".password");
        try {
            Files.writeString(password, secrets.postgresPassword());
            List<String> command =
                    unprivileged(
                            programs.resolve("bin/initdb").toString(),
                            "-D",
                            partial.toString(),
                            "--username=postgres",
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--locale=C.UTF-8",
                            "--data-checksums");
            Detached.run(
                    "making the database cluster", new ProcessBuilder(command), layout.log(name()));
        } finally {
            Files.delete(password);
        }
        Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace without a mapping it sees itself as
     * nobody, while the files still belong to the real user.
     */
    private static List<String> unprivileged(String... command)
            throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>();
        if (new UnixSystem().getUid() == 0) {
            int code =
                    new ProcessBuilder("unshare", "-U", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new StackFailure(
                        "PostgreSQL does not run as root, and this system allows no user namespace (unshare -U) to hide it in; run daybook as an ordinary user");
            }
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    /** A lock file left by a crash names a process id that may belong to somebody else by now. */
    private static void forgetCrashedServer(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (Files.exists(lock)) {
            long pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
            boolean running =
                    ProcessHandle.of(pid)
                            .flatMap(process -> process.info().command())
                            .filter(command -> command.endsWith("/postgres"))
                            .isPresent();
            if (!running) {
                Files.delete(lock);
            }
        }
    }

    @Override
    public boolean ready() {
        try (var connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", secrets.postgresPassword());
        properties.setProperty("loginTimeout", LOGIN_LIMIT_SECONDS);
        properties.setProperty("connectTimeout", LOGIN_LIMIT_SECONDS);
        return DriverManager.getConnection(jdbcUrl("postgres"), properties);
    }

    /** Gives every service its role and its database, and lets nobody else into it. */
    @Override
    public void furnish() {
        try (var connection = connect()) {
            for (String service : services) {
                furnish(connection, service);
            }
        } catch (SQLException e) {
            throw new StackFailure("cannot make the services' databases: " + e.getMessage(), e);
        }
    }

    private void furnish(Connection connection, String service) throws SQLException {
        String password = secrets.databasePassword(service);
        try (var statement = connection.createStatement()) {
            String role = "\"" + service + "\"";
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", service)) {
                statement.execute("create role " + role + " login");
            }
            statement.execute("alter role " + role + " password '" + password + "'");
            if (!exists(connection, "select 1 from pg_database where datname = ?", service)) {
                statement.execute("create database " + role + " owner " + role);
            }
            statement.execute("revoke all on database " + role + " from public");
        }
    }

    private static boolean exists(Connection connection, String query, String name)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }
}
