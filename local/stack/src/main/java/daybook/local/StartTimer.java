package daybook.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How long a service or the gateway takes from exec to its first answer, to the millisecond. What
 * it needs must run; it must not run itself.
 */
public final class StartTimer {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int READ_MILLIS = 5_000;

    private final Layout layout;
    private final Stack stack;

    public StartTimer(Layout layout, Stack stack) {
        this.layout = layout;
        this.stack = stack;
    }

    /**
     * Times of one start, both from exec.
     *
     * @param firstAnswer when a request with a token was answered by whatever status
     * @param ready when the readiness probe said yes
     */
    public record Times(Duration firstAnswer, Duration ready) {}

    /**
     * Starts the component, asks it until it has answered and is ready, and ends it.
     *
     * @param path what is asked for
     * @throws StackFailure if it ends or does not become ready
     */
    public Times measure(String name, String path, String token)
            throws IOException, InterruptedException {
        Component component = stack.component(name).component();
        Program program = component.prepare(news -> {});
        var builder =
                new ProcessBuilder(program.command())
                        .directory(program.directory().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(layout.log(name).toFile()));
        builder.environment().putAll(program.environment());
        int port = component.ports().getFirst();
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            Duration answered = await(process, began, () -> !status(port, path, token).isEmpty());
            Duration ready =
                    await(
                            process,
                            began,
                            () -> status(port, "/q/health/ready", token).contains(" 200 "));
            return new Times(answered, ready);
        } finally {
            process.destroy();
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private Duration await(Process process, long began, BooleanSupplier condition)
            throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Duration sofar = Duration.ofNanos(System.nanoTime() - began);
            if (!process.isAlive() || sofar.compareTo(LIMIT) > 0) {
                throw new StackFailure(
                        "did not start; its log is in " + layout.state().resolve("logs"));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The status line of the answer; empty if nobody answers. */
    private static String status(int port, String path, String token) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_MILLIS);
            String request =
                    "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, token);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
