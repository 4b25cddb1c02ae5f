package daybook.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/** A real Keycloak with the realm {@code daybook}. */
final class KeycloakServer implements Component {

    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final int HEAP_MEGABYTES = 192;

    /** What is fixed when the server is built; the distribution is built once for all stacks. */
    private static final List<String> BUILD_OPTIONS = List.of("--db=dev-file");

    private final Layout layout;
    private final Ports ports;
    private final Secrets secrets;

    KeycloakServer(Layout layout, Ports ports, Secrets secrets) {
        this.layout = layout;
        this.ports = ports;
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public List<Integer> ports() {
        return List.of(ports.keycloak());
    }

    @Override
    public Path built() {
        return layout.project().resolve("local/stack/target/dist/keycloak.zip");
    }

    @Override
    public int memoryMegabytes() {
        return 450;
    }

    @Override
    public Program prepare(Consumer<String> progress) throws IOException, InterruptedException {
        Path distribution = built();
        String version = "keycloak-" + Files.size(distribution);
        Path program =
                Archives.once(
                        layout.cache().resolve(version),
                        directory -> {
                            progress.accept("unpacking and building Keycloak (once, about 30 s)");
                            unpackAndBuild(distribution, directory);
                        });
        Path home = layout.data("keycloak");
        linkProgram(program, home);
        Path realm = home.resolve("data/import/daybook-realm.json");
        boolean first = !Files.exists(imported());
        if (first) {
            writeRealm(realm);
        }
        List<String> command = new ArrayList<>(java(home));
        command.addAll(
                List.of(
                        "start",
                        "--optimized",
                        "--cache=local",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + ports.keycloak(),
                        "--hostname=http://127.0.0.1:" + ports.keycloak()));
        if (first) {
            progress.accept("importing the realm (once)");
            command.add("--import-realm");
        }
        return new Program(command, environment(), home, START_LIMIT);
    }

    private void unpackAndBuild(Path distribution, Path directory)
            throws IOException, InterruptedException {
        try (var zip = new ZipArchiveInputStream(Files.newInputStream(distribution))) {
            Archives.unpack(zip, directory, 1);
        }
        List<String> command = new ArrayList<>(java(directory));
        command.add("build");
        command.addAll(BUILD_OPTIONS);
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        Detached.run("building Keycloak", builder, layout.log(name()));
    }

    /** A home of this stack's own, so that its data lies here, around the shared program. */
    private static void linkProgram(Path program, Path home) throws IOException {
        Files.createDirectories(home);
        for (String part : List.of("lib", "conf", "providers", "themes")) {
            Path link = home.resolve(part);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, program.resolve(part));
        }
    }

    /** What Keycloak's own start script runs, without the shell in between. */
    private static List<String> java(Path home) {
        var command = new JavaCommand(HEAP_MEGABYTES).quickCompilerOnly();
        for (String opened : List.of("util", "util.concurrent", "security", "lang")) {
            command.with("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
        }
        return command.with("-Dkc.home.dir=" + home)
                .with("-Djboss.server.config.dir=" + home.resolve("conf"))
                .with("-Djava.util.logging.manager=org.jboss.logmanager.LogManager")
                .with("-Dpicocli.disable.closures=true")
                .with(
                        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory")
                .with("-cp", home.resolve("lib/quarkus-run.jar").toString())
                .with("io.quarkus.bootstrap.runner.QuarkusEntryPoint")
                .toList();
    }

    private Map<String, String> environment() {
        return Map.of(
                "MALLOC_ARENA_MAX", "2",
                "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.keycloakAdminPassword());
    }

    private void writeRealm(Path file) throws IOException {
        try (InputStream template =
                Objects.requireNonNull(
                        KeycloakServer.class.getResourceAsStream("/daybook-realm.json"))) {
            String realm = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            LocalFiles.writePrivately(
                    file, realm.replace("${DAYBOOK_IMPORT_SECRET}", secrets.importClientSecret()));
        }
    }

    private Path imported() {
        return layout.data("keycloak").resolve("realm-imported");
    }

    @Override
    public boolean ready() {
        return Readiness.answersHttp(ports.realmUrl());
    }

    /** The realm is there, so the file with the secret has done its work. */
    @Override
    public void furnish() {
        try {
            Path directory = layout.data("keycloak").resolve("data/import");
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
            if (!Files.exists(imported())) {
                Files.createFile(imported());
            }
        } catch (IOException e) {
            throw new StackFailure("cannot tidy up after Keycloak's import: " + e.getMessage(), e);
        }
    }
}
