package daybook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A component as a process of this machine. It is detached, so it outlives the command that started
 * it; its record in the state directory is how a later command finds it again.
 */
public final class LocalProcess {

    private static final long POLL_MILLIS = 100;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final long LOG_LIMIT_BYTES = 64L * 1024 * 1024;

    private final Layout layout;
    private final Component component;
    private volatile @Nullable Process launched;
    private boolean abandoned;

    LocalProcess(Layout layout, Component component) {
        this.layout = layout;
        this.component = component;
    }

    public String name() {
        return component.name();
    }

    public Path log() {
        return layout.log(name());
    }

    Component component() {
        return component;
    }

    Optional<PidFile> record() {
        return PidFile.read(layout.pidFile(name()));
    }

    /** The running process. */
    public Optional<ProcessHandle> process() {
        return record().flatMap(PidFile::process);
    }

    /** What it holds resident; empty if it does not run or this system does not say. */
    public OptionalLong residentBytes() {
        return process()
                .map(it -> ProcessTable.residentBytes(it.pid()))
                .orElse(OptionalLong.empty());
    }

    /**
     * Starts it and waits until its start is over; if it runs already, only waits.
     *
     * @param progress told how it went, and what takes long
     * @throws StackFailure if it cannot start, ends, or is not ready in time
     */
    public void start(Consumer<String> progress) throws InterruptedException {
        Instant began = Instant.now();
        synchronized (this) {
            abandoned = false;
        }
        boolean running = process().isPresent();
        try {
            if (running) {
                awaitReady(ANSWER_LIMIT, Files.exists(log()) ? Files.size(log()) : 0);
            } else {
                launch(progress);
            }
        } catch (IOException e) {
            throw new StackFailure(name() + " cannot start: " + e.getMessage(), e);
        }
        component.furnish();
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
        progress.accept(running ? "is running" : "ready after %.1f s".formatted(seconds));
    }

    private void launch(Consumer<String> progress) throws IOException, InterruptedException {
        Preflight.isBuilt(component);
        Preflight.portsFree(component);
        Program program = component.prepare(progress);
        Files.createDirectories(log().getParent());
        Files.createDirectories(program.directory());
        if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT_BYTES) {
            Path older = log().resolveSibling(name() + ".log.1");
            Files.move(log(), older, StandardCopyOption.REPLACE_EXISTING);
        }
        long logStart = Files.exists(log()) ? Files.size(log()) : 0;
        spawn(program);
        awaitReady(program.startLimit(), logStart);
    }

    private synchronized void spawn(Program program) throws IOException {
        if (abandoned) {
            throw new StackFailure(name() + " was not started, as something else had failed");
        }
        var builder =
                new ProcessBuilder(Detached.command(program.command()))
                        .directory(program.directory().toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                        .redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        Process process = builder.start();
        launched = process;
        Optional<PidFile> record = PidFile.of(process.pid());
        if (record.isPresent()) {
            record.get().write(layout.pidFile(name()));
        }
    }

    private void awaitReady(Duration limit, long logStart) throws InterruptedException {
        boolean ready = await(limit, () -> component.started() || process().isEmpty());
        if (process().isEmpty()) {
            throw new StackFailure(
                    name() + " " + ending() + " before it was ready" + why(logStart));
        }
        if (!ready) {
            throw new StackFailure(
                    "%s was not ready within %d s%s"
                            .formatted(name(), limit.toSeconds(), why(logStart)));
        }
    }

    private String ending() {
        Process process = launched;
        if (process == null || process.isAlive()) {
            return "ended";
        }
        int code = process.exitValue();
        // 128 + 9: nobody but the kernel's memory killer or a person sends that.
        return code == 137 ? "was killed (out of memory?)" : "ended with exit code " + code;
    }

    private String why(long logStart) {
        return LogTail.since(log(), logStart).map(lines -> ":\n" + lines).orElse("")
                + "\n(whole log: "
                + log()
                + ")";
    }

    /**
     * Asks it to end cleanly, and kills it if it does not.
     *
     * @param progress told if it had to be killed
     */
    public void stop(Consumer<String> progress) throws InterruptedException {
        Optional<ProcessHandle> running = process();
        if (running.isPresent()) {
            Signal.send(component.stopSignal(), running.get());
            Duration limit = component.stopLimit();
            if (!await(limit, () -> process().isEmpty())) {
                progress.accept("did not end within " + limit.toSeconds() + " s: killed");
                kill();
            }
        }
        forget();
    }

    /** Ends it as a crash would: {@code kill -9}. */
    public void kill() throws InterruptedException {
        // PostgreSQL's children end by themselves, but not at once, and hold its memory until then.
        List<Long> family =
                process().stream()
                        .flatMap(parent -> Stream.concat(Stream.of(parent), parent.descendants()))
                        .map(ProcessHandle::pid)
                        .toList();
        process().ifPresent(ProcessHandle::destroyForcibly);
        if (!await(
                KILL_LIMIT,
                () -> family.stream().allMatch(pid -> ProcessTable.identity(pid).isEmpty()))) {
            throw new StackFailure(
                    name() + " cannot be killed; its process record is " + layout.pidFile(name()));
        }
    }

    /** Makes it stand still until {@link #resume}, without its knowing. */
    public void pause() throws InterruptedException {
        signal(Signal.STOP);
    }

    /** Lets it go on where it stood still. */
    public void resume() throws InterruptedException {
        signal(Signal.CONT);
    }

    private void signal(Signal signal) throws InterruptedException {
        Optional<ProcessHandle> running = process();
        if (running.isPresent()) {
            Signal.send(signal, running.get());
        }
    }

    /** Ends it if this object started it, and keeps a start that is under way from going on. */
    void abandon() {
        synchronized (this) {
            abandoned = true;
        }
        if (launched == null) {
            return;
        }
        try {
            stop(news -> {});
        } catch (InterruptedException e) {
            process().ifPresent(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(layout.pidFile(name()));
        } catch (IOException e) {
            throw new StackFailure("cannot delete " + layout.pidFile(name()), e);
        }
    }

    private static boolean await(Duration limit, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }
}
