package daybook.e2e;

import daybook.local.Binaries;
import daybook.local.FreePorts;
import daybook.local.Layout;
import daybook.local.Ports;
import daybook.local.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All of Daybook in a directory of its own, started and used by the command line, as a person does.
 * With DAYBOOK_NATIVE=true in the environment, whatever there is a native executable of runs as
 * one.
 */
final class RunningStack {

    /** The outcome of a command. */
    record Result(int exitCode, String output) {}

    private static final long COMMAND_MINUTES = 15;

    private final Path project = Layout.enclosingProject();
    private final Path state;
    private final Ports ports = FreePorts.forStack();

    private final List<String> natives;

    private RunningStack(Path state) {
        this.state = state;
        this.natives = natives(new Binaries(new Layout(project, state)));
    }

    private static List<String> natives(Binaries binaries) {
        if (!Boolean.parseBoolean(System.getenv("DAYBOOK_NATIVE"))) {
            return List.of();
        }
        List<String> built =
                Binaries.NAMES.stream().filter(name -> binaries.find(name).isPresent()).toList();
        if (built.isEmpty()) {
            throw new IllegalStateException(
                    "DAYBOOK_NATIVE is set, but there is no native executable: ./daybook native");
        }
        System.out.println("Native executables: " + String.join(", ", built) + "; the rest: JVM");
        return built;
    }

    private static @Nullable RunningStack shared;

    /** The one stack of this test run: started at the first call, stopped with the run. */
    static synchronized RunningStack shared() throws Exception {
        if (shared == null) {
            Path target = Files.createDirectories(Path.of("target"));
            Path state = Files.createTempDirectory(target, "stack").toAbsolutePath();
            var stack = new RunningStack(state);
            Result up = stack.up();
            if (up.exitCode() != 0) {
                throw new IllegalStateException(up.output());
            }
            Runtime.getRuntime().addShutdownHook(new Thread(stack::stop));
            shared = stack;
        }
        return shared;
    }

    Ports ports() {
        return ports;
    }

    Path state() {
        return state;
    }

    Path project() {
        return project;
    }

    /** Runs a command to its end. */
    Result daybook(String... arguments) throws IOException, InterruptedException {
        return finish(begin(arguments));
    }

    /** Starts what does not run. */
    Result up() throws IOException, InterruptedException {
        return natives.isEmpty()
                ? daybook("up")
                : daybook("up", "--native=" + String.join(",", natives));
    }

    /** Starts a command; its output goes to a file until {@link #finish}. */
    Running begin(String... arguments) throws IOException {
        Path output = Files.createTempFile(state, "command", ".out");
        var command =
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Ddaybook.project=" + project,
                                        "-jar",
                                        project.resolve("cli/target/daybook.jar").toString()),
                                Stream.concat(
                                        Stream.of(arguments),
                                        Stream.of(
                                                "--state",
                                                state.toString(),
                                                "--port-offset",
                                                Integer.toString(ports.offset()))))
                        .toList();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new Running(List.of(arguments), process, output);
    }

    /** A command that has not ended yet. */
    record Running(List<String> arguments, Process process, Path output) {}

    Result finish(Running running) throws IOException, InterruptedException {
        if (!running.process().waitFor(COMMAND_MINUTES, TimeUnit.MINUTES)) {
            running.process().destroyForcibly();
            throw new IllegalStateException(
                    "daybook %s did not end:%n%s"
                            .formatted(running.arguments(), Files.readString(running.output())));
        }
        return new Result(running.process().exitValue(), Files.readString(running.output()));
    }

    /** Ends a component as a crash would. */
    void kill(String component) throws InterruptedException {
        new Stack(new Layout(project, state), ports, List.of(), (name, news) -> {})
                .component(component)
                .kill();
    }

    private void stop() {
        try {
            daybook("down");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
