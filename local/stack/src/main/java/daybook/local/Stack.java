package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
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

    /** Follows the logs, and serves nobody: all else works without it. */
    public static final String AUDITOR = "auditor";

    /** The keys that customers' addresses are sealed with have a database of their own. */
    private static final List<String> DATABASES =
            Stream.concat(SERVICES.stream(), Stream.of(ServiceEnvironment.VAULT)).toList();

    private static final Duration UNDO_LIMIT = Duration.ofMinutes(1);
    private static final int SERVICE_HEAP_MEGABYTES = 128;
    private static final int GATEWAY_HEAP_MEGABYTES = 96;
    private static final int AUDITOR_HEAP_MEGABYTES = 192;

    private final Layout layout;
    private final Ports ports;
    private final Progress progress;
    private final Replicas replicas;
    private final List<LocalProcess> foundations;
    private final Map<String, List<LocalProcess>> services = new LinkedHashMap<>();
    private final LocalProcess gateway;
    private final LocalProcess auditor;

    /**
     * @param topics created once the broker runs
     */
    public Stack(Layout layout, Ports ports, Collection<NewTopic> topics, Progress progress) {
        this(layout, ports, topics, progress, Detours.NONE);
    }

    /**
     * @param topics created once the broker runs
     * @param detours which whoever starts the stack keeps open
     */
    public Stack(
            Layout layout,
            Ports ports,
            Collection<NewTopic> topics,
            Progress progress,
            Detours detours) {
        this.layout = layout;
        this.ports = ports;
        this.progress = progress;
        this.replicas = new Replicas(layout.replicas());
        var secrets = new Secrets(layout.secrets());
        var environment = new ServiceEnvironment(ports, secrets, detours);
        Stream<Component> inOrder =
                Stream.of(
                        new KafkaBroker(
                                layout, ports.kafka(), ports.kafkaController(), topics, detours),
                        new PostgresServer(layout, ports.postgres(), secrets, DATABASES),
                        new KeycloakServer(layout, ports, secrets),
                        new Simulators(layout, ports));
        this.foundations = inOrder.map(this::process).toList();
        for (String name : SERVICES) {
            services.put(
                    name,
                    IntStream.rangeClosed(1, Replicas.MOST)
                            .mapToObj(replica -> service(name, replica, environment))
                            .map(this::process)
                            .toList());
        }
        this.gateway =
                process(
                        new QuarkusProcess(
                                layout,
                                "gateway",
                                layout.project().resolve("gateway"),
                                ports.gateway(),
                                environment::gateway,
                                GATEWAY_HEAP_MEGABYTES));
        this.auditor =
                process(
                        new QuarkusProcess(
                                        layout,
                                        AUDITOR,
                                        layout.project().resolve(Binaries.module(AUDITOR)),
                                        ports.auditor(),
                                        environment::auditor,
                                        AUDITOR_HEAP_MEGABYTES)
                                // Broken logs are no reason to end everything again.
                                .startedOnceAlive());
    }

    private Component service(String name, int replica, ServiceEnvironment environment) {
        return new QuarkusProcess(
                layout,
                Replicas.name(name, replica),
                layout.project().resolve("services").resolve(name),
                ports.service(name, replica),
                () -> environment.service(name, replica),
                SERVICE_HEAP_MEGABYTES);
    }

    private LocalProcess process(Component component) {
        return new LocalProcess(layout, component);
    }

    /** The replicas of a service that are wanted. */
    private Stream<LocalProcess> replicas(String service) {
        return all(service).stream().limit(replicas.of(service));
    }

    private List<LocalProcess> all(String service) {
        return Objects.requireNonNull(services.get(service));
    }

    /** What there is, or these components of it if any are named. */
    private List<List<LocalProcess>> waves(Collection<String> only) {
        only.forEach(this::component);
        return Stream.of(
                        foundations.stream(),
                        Stream.concat(
                                SERVICES.stream().flatMap(this::replicas),
                                Stream.of(gateway, auditor)))
                .map(wave -> wave.filter(p -> only.isEmpty() || only.contains(p.name())).toList())
                .toList();
    }

    private Stream<LocalProcess> processes() {
        return waves(List.of()).stream().flatMap(List::stream);
    }

    public List<String> names() {
        return processes().map(LocalProcess::name).toList();
    }

    /** For measurements of what serves an order. */
    public List<String> namesWithoutAuditor() {
        return names().stream().filter(name -> !name.equals(AUDITOR)).toList();
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
        List<List<LocalProcess>> waves = waves(only);
        try (var _ = StackLock.take(layout)) {
            start(waves);
        }
    }

    private void start(List<List<LocalProcess>> waves) throws InterruptedException {
        List<LocalProcess> missing =
                waves.stream()
                        .flatMap(List::stream)
                        .filter(process -> process.process().isEmpty())
                        .toList();
        missing.forEach(process -> Preflight.isBuilt(process.component()));
        missing.forEach(process -> Preflight.portsFree(process.component()));
        Preflight.memorySuffices(missing.stream().map(LocalProcess::component).toList());
        recordOffset();
        var undo = new Thread(() -> interrupted(missing), "undo-start");
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            for (List<LocalProcess> wave : waves) {
                new Wave(wave, progress).start();
            }
        } catch (StackFailure | InterruptedException e) {
            if (undo.getState() != Thread.State.NEW) {
                undo.join(UNDO_LIMIT);
                throw new StackFailure("interrupted", e);
            }
            progress.report("daybook", "failed: stopping what it has started");
            abandon(missing);
            throw e;
        } finally {
            keep(undo);
        }
    }

    private static void keep(Thread undo) {
        try {
            Runtime.getRuntime().removeShutdownHook(undo);
        } catch (IllegalStateException shuttingDown) {
            // Interrupted at the terminal: the hook does its work.
        }
    }

    /** Ctrl-C. */
    private void interrupted(List<LocalProcess> started) {
        progress.report("daybook", "interrupted: stopping what it has started");
        abandon(started);
    }

    private static void abandon(List<LocalProcess> started) {
        try (var threads = Wave.threads()) {
            started.forEach(process -> threads.submit(process::abandon));
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
        List<List<LocalProcess>> waves = waves(only);
        try (var _ = StackLock.take(layout)) {
            for (List<LocalProcess> wave : waves.reversed()) {
                new Wave(wave, progress).stop();
            }
        }
    }

    /** Says in how many processes a service runs once it is started, and starts none. */
    public void plan(String service, int count) {
        replicas.set(service, count);
    }

    /**
     * Runs a service in so many processes, now and after every later up.
     *
     * @throws StackFailure if there is no such service, it cannot be so many, it does not run, or
     *     one of them cannot be started; then those that this call has started are ended again
     */
    public void scale(String service, int count) throws InterruptedException {
        if (!SERVICES.contains(service)) {
            throw new StackFailure(
                    "'%s' cannot be scaled; there is %s"
                            .formatted(service, String.join(", ", SERVICES)));
        }
        if (count < 1 || count > Replicas.MOST) {
            throw new StackFailure(
                    "a service runs in 1 to %d processes here, not in %d"
                            .formatted(Replicas.MOST, count));
        }
        try (var _ = StackLock.take(layout)) {
            List<LocalProcess> all = all(service);
            if (all.stream().allMatch(process -> process.process().isEmpty())) {
                throw new StackFailure(service + " does not run: start it with ./daybook up first");
            }
            int before = replicas.of(service);
            // Whatever happens, no process runs that is not wanted, as nobody would see it then.
            replicas.set(service, Math.max(before, count));
            try {
                start(List.of(all.subList(0, count)));
            } catch (StackFailure | InterruptedException e) {
                replicas.set(service, before);
                throw e;
            }
            new Wave(all.subList(count, all.size()), progress).stop();
            replicas.set(service, count);
        }
    }

    /**
     * Renews processes, one after the other, each once the one before it is ready: a service's
     * replicas, or another component. What comes after one that fails is left alone.
     *
     * @param names of services or other components
     * @throws StackFailure naming the first that could not be renewed
     */
    public void renew(List<String> names) throws InterruptedException {
        List<LocalProcess> inTurn =
                names.stream()
                        .flatMap(name ->
                                services.containsKey(name)
                                        ? replicas(name)
                                        : Stream.of(component(name)))
                        .distinct()
                        .toList();
        try (var _ = StackLock.take(layout)) {
            for (LocalProcess process : inTurn) {
                var alone = new Wave(List.of(process), progress);
                alone.stop();
                alone.start();
            }
        }
    }

    public List<ComponentStatus> status() {
        return processes().parallel().map(ComponentStatus::of).toList();
    }
}
