package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A service, the gateway or the auditor. */
final class QuarkusProcess implements Component {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    /** A JVM that ends makes its ahead-of-time cache first. */
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(3);

    private final Layout layout;
    private final String name;
    private final Path module;
    private final int port;
    private final Supplier<Map<String, String>> environment;
    private final int heapMegabytes;
    private final AotCache aot;
    private boolean startedOnceAlive;

    /**
     * @param module where it is built
     * @param environment its configuration, with secrets that are not made up before it is started
     */
    QuarkusProcess(
            Layout layout,
            String name,
            Path module,
            int port,
            Supplier<Map<String, String>> environment,
            int heapMegabytes) {
        this.layout = layout;
        this.name = name;
        this.module = module;
        this.port = port;
        this.environment = environment;
        this.heapMegabytes = heapMegabytes;
        this.aot = new AotCache(layout);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public Path built() {
        return binary().orElse(module.resolve("target/quarkus-app/quarkus-run.jar"));
    }

    private Optional<Path> binary() {
        return new Binaries(layout).chosen(module.getFileName().toString());
    }

    @Override
    public int memoryMegabytes() {
        // Code, stacks and direct buffers take about this much beside the heap; in a JVM, classes
        // and the compiler do too.
        return heapMegabytes + (binary().isPresent() ? 60 : 160);
    }

    @Override
    public Program prepare(Consumer<String> progress) throws IOException {
        Optional<Path> binary = binary();
        List<String> command =
                binary.isPresent() ? nativeCommand(binary.get()) : javaCommand(application());
        return new Program(command, environment.get(), layout.state().resolve("run"), START_LIMIT);
    }

    private List<String> nativeCommand(Path binary) {
        return List.of(binary.toString(), "-Xmx" + heapMegabytes + "m");
    }

    private List<String> javaCommand(Path application) {
        var command =
                new JavaCommand(heapMegabytes)
                        .with("-XX:ReservedCodeCacheSize=64m")
                        .with("-XX:MaxDirectMemorySize=64m");
        if (aot.wanted()) {
            command.with(aot.option(module.getFileName().toString()));
        }
        return command.with("-jar", application.resolve("quarkus-run.jar").toString()).toList();
    }

    @Override
    public Duration stopLimit() {
        boolean training = aot.wanted() && !aot.current(module.getFileName().toString());
        return training ? TRAINING_LIMIT : Component.super.stopLimit();
    }

    /** A copy: a build beside a running service would pull its classes from under it. */
    private Path application() throws IOException {
        Path application = layout.state().resolve("run").resolve("app-" + name);
        copy(module.resolve("target/quarkus-app"), application);
        return application;
    }

    private static void copy(Path from, Path to) throws IOException {
        LocalFiles.deleteTree(to);
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                // With its time, which an ahead-of-time cache goes by.
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** What is not ready may have to tell why, and nobody depends on it. */
    QuarkusProcess startedOnceAlive() {
        startedOnceAlive = true;
        return this;
    }

    @Override
    public boolean ready() {
        return healthy("ready");
    }

    @Override
    public boolean started() {
        return healthy(startedOnceAlive ? "live" : "ready");
    }

    private boolean healthy(String probe) {
        return Readiness.answersHttp(Ports.url(port).resolve("/q/health/" + probe));
    }
}
