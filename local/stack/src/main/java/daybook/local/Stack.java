package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The whole of Daybook on this machine, as processes that outlive the command that starts them.
 *
 * <p>Later waves need the earlier ones; the members of a wave start beside each other.
 */
public final class Stack {

    /** Each with a database, a role and topics of its own name. */
    public static final List<String> SERVICES =
            List.of("order", "inventory", "payment", "shipping");

    private static final Duration UNDO_LIMIT = Duration.ofMinutes(1);
    private static final int SERVICE_HEAP_MEGABYTES = 128;
    private static final int GATEWAY_HEAP_MEGABYTES = 96;

    private final Layout layout;
    private final Ports ports;
    private final Progress progress;
    private final List<List<LocalProcess>> waves;

    /**
     * @param topics created once the broker runs
     */
    public Stack(Layout layout, Ports ports, Collection<NewTopic> topics, Progress progress) {
        this.layout = layout;
        this.ports = ports;
        this.progress = progress;
        var secrets = new Secrets(layout.secrets());
        var environment = new ServiceEnvironment(ports, secrets);
        Stream<Component> foundations =
                Stream.of(
                        new KafkaBroker(layout, ports.kafka(), ports.kafkaController(), topics),
                        new PostgresServer(layout, ports.postgres(), secrets, SERVICES),
                        new KeycloakServer(layout, ports, secrets),
                        new Simulators(layout, ports));
        Stream<Component> services = SERVICES.stream().map(name -> service(name, environment));
        Component gateway =
                new QuarkusProcess(
                        layout,
                        "gateway",
                        layout.project().resolve("gateway"),
                        ports.gateway(),
                        environment::gateway,
                        GATEWAY_HEAP_MEGABYTES);
        this.waves =
                List.of(
                        foundations.map(this::process).toList(),
                        Stream.concat(services, Stream.of(gateway)).map(this::process).toList());
    }

    private Component service(String name, ServiceEnvironment environment) {
        return new QuarkusProcess(
                layout,
                name,
                layout.project().resolve("services").resolve(name),
                ports.service(name),
                () -> environment.service(name),
                SERVICE_HEAP_MEGABYTES);
    }

    private LocalProcess process(Component component) {
        return new LocalProcess(layout, component);
    }

    private Stream<LocalProcess> processes() {
        return waves.stream().flatMap(List::stream);
    }

    public List<String> names() {
        return processes().map(LocalProcess::name).toList();
    }

    /**
     * @throws StackFailure if there is no component of that name
     */
    public LocalProcess component(String name) {
        return processes()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new StackFailure(
                                "nothing is called '%s' here; there is %s"
                                        .formatted(name, String.join(", ", names()))));
    }

    /**
     * Starts what does not run yet. If something fails, everything that this call has started is
     * ended again.
     *
     * @param only these components; all if empty
     * @throws StackFailure naming the component, the cause and the log
     */
    public void up(Collection<String> only) throws InterruptedException {
        only.forEach(this::component);
        try (var _ = StackLock.take(layout)) {
            List<LocalProcess> missing =
                    processes()
                            .filter(process -> only.isEmpty() || only.contains(process.name()))
                            .filter(process -> process.process().isEmpty())
                            .toList();
            missing.forEach(process -> Preflight.isBuilt(process.component()));
            missing.forEach(process -> Preflight.portsFree(process.component()));
            Preflight.memorySuffices(missing.stream().map(LocalProcess::component).toList());
            recordOffset();
            var undo = new Thread(this::interrupted, "undo-up");
            Runtime.getRuntime().addShutdownHook(undo);
            try {
                for (List<LocalProcess> wave : waves) {
                    startTogether(
                            wave.stream()
                                    .filter(p -> only.isEmpty() || only.contains(p.name()))
                                    .toList());
                }
            } catch (StackFailure | InterruptedException e) {
                if (undo.getState() != Thread.State.NEW) {
                    undo.join(UNDO_LIMIT);
                    throw new StackFailure("interrupted", e);
                }
                progress.report("up", "failed: stopping what it has started");
                abandon();
                throw e;
            } finally {
                keep(undo);
            }
        }
    }

    private static void keep(Thread undo) {
        try {
            Runtime.getRuntime().removeShutdownHook(undo);
        } catch (IllegalStateException shuttingDown) {
            // Interrupted at the terminal: the hook does its work.
        }
    }

    /** Fails as soon as one of them does. */
    private void startTogether(List<LocalProcess> wave) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = new ExecutorCompletionService<LocalProcess>(threads);
            for (LocalProcess process : wave) {
                starts.submit(() -> {
                    process.start(news -> progress.report(process.name(), news));
                    return process;
                });
            }
            try {
                for (int started = 0; started < wave.size(); started++) {
                    starts.take().get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof StackFailure failure) {
                    throw failure;
                }
                throw new StackFailure("cannot start the stack: " + e.getCause(), e);
            }
        }
    }

    /** Ctrl-C. */
    private void interrupted() {
        progress.report("up", "interrupted: stopping what it has started");
        abandon();
    }

    private void abandon() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            processes().forEach(process -> threads.submit(process::abandon));
        }
    }

    private void recordOffset() {
        try {
            Files.createDirectories(layout.recordedOffset().getParent());
            Files.writeString(layout.recordedOffset(), Integer.toString(ports.offset()));
        } catch (IOException e) {
            throw new StackFailure("cannot write " + layout.recordedOffset(), e);
        }
    }

    /** Ends what runs, in reverse order; kills what does not end. */
    public void down(Collection<String> only) throws InterruptedException {
        only.forEach(this::component);
        try (var _ = StackLock.take(layout)) {
            for (List<LocalProcess> wave : waves.reversed()) {
                stopTogether(
                        wave.stream()
                                .filter(p -> only.isEmpty() || only.contains(p.name()))
                                .toList());
            }
        }
    }

    private void stopTogether(List<LocalProcess> wave) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var stops = wave.stream().map(process -> threads.submit(() -> stop(process))).toList();
            for (var stop : stops) {
                try {
                    stop.get();
                } catch (ExecutionException e) {
                    failures.add(String.valueOf(e.getCause()));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new StackFailure("cannot stop everything: " + String.join("; ", failures));
        }
    }

    private boolean stop(LocalProcess process) throws InterruptedException {
        boolean running = process.process().isPresent();
        process.stop(news -> progress.report(process.name(), news));
        if (running) {
            progress.report(process.name(), "stopped");
        }
        return running;
    }

    public List<ComponentStatus> status() {
        return processes().parallel().map(ComponentStatus::of).toList();
    }
}
