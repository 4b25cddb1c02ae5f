package daybook.local;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A single component of a test or benchmark, which ends with its JVM at the latest. */
public abstract sealed class EmbeddedProcess implements AutoCloseable
        permits EmbeddedKafka, EmbeddedPostgres {

    private static final Consumer<String> SILENT = line -> {};

    private final LocalProcess process;
    private final Thread lastResort = new Thread(this::killQuietly, "end-embedded-process");

    EmbeddedProcess(LocalProcess process) throws InterruptedException {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(lastResort);
        process.start(SILENT);
    }

    static Layout layoutIn(Path directory) {
        return new Layout(Layout.enclosingProject(), directory);
    }

    /** Starts it again after {@link #kill} or {@link #stop}, with the data that it had. */
    public final void start() throws InterruptedException {
        process.start(SILENT);
    }

    /** An orderly end. */
    public final void stop() throws InterruptedException {
        process.stop(SILENT);
    }

    /** A crash: {@code kill -9}. */
    public final void kill() throws InterruptedException {
        process.kill();
    }

    public final Path log() {
        return process.log();
    }

    /** Empty once it has ended. */
    public final Optional<ProcessHandle> handle() {
        return process.process();
    }

    private void killQuietly() {
        process.process().ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public final void close() {
        try {
            process.stop(SILENT);
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (InterruptedException e) {
            killQuietly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // The hook is at work already.
        }
    }
}
