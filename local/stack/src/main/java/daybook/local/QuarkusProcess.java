package daybook.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A service or the gateway. */
final class QuarkusProcess implements Component {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Layout layout;
    private final String name;
    private final Path module;
    private final int port;
    private final Supplier<Map<String, String>> environment;
    private final int heapMegabytes;

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
        return module.resolve("target/quarkus-app/quarkus-run.jar");
    }

    @Override
    public int memoryMegabytes() {
        // Classes, code, stacks and direct buffers take about this much beside the heap.
        return heapMegabytes + 160;
    }

    @Override
    public Program prepare(Consumer<String> progress) {
        List<String> command =
                new JavaCommand(heapMegabytes)
                        .with("-XX:ReservedCodeCacheSize=64m")
                        .with("-XX:MaxDirectMemorySize=64m")
                        .with("-jar", built().toString())
                        .toList();
        return new Program(command, environment.get(), layout.state().resolve("run"), START_LIMIT);
    }

    @Override
    public boolean ready() {
        return Readiness.answersHttp(Ports.url(port).resolve("/q/health/ready"));
    }
}
