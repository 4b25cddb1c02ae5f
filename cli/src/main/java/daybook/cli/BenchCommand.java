package daybook.cli;

import daybook.bench.Bench;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./daybook bench}. */
@Command(
        name = "bench",
        description = {
            "Measures Daybook against baselines in the same run and prints the ratios.",
            "",
            "Starts a broker and a database of its own and throws them away; nothing else should be"
                    + " running. log: commands decided and durably logged per CPU-second, against"
                    + " Kafka's own transactional producer benchmark. latency: one durable command,"
                    + " against a bare transaction and a bare produce. reservations: of one SKU per"
                    + " second, against a row lock in PostgreSQL. history: what a stream was, in a log"
                    + " of a million events, against reading its partition through. orders: placed to dispatched"
                    + " through the gateway, in a whole stack of its own.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured, whether or not the aims are met",
            "1:it could not be measured, or something was lost, doubled or oversold"
        })
final class BenchCommand implements Callable<Integer> {

    private static final int LEAST_SECONDS = 5;
    private static final int MOST_SECONDS = 300;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description =
                    "Only these (default: all): log latency reservations history" + " orders.")
    private List<String> names = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "About how long each measurement of a benchmark takes, 5 to 300 (default:"
                            + " ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
            throw new StackFailure(
                    "--seconds must lie between %d and %d, but is %d"
                            .formatted(LEAST_SECONDS, MOST_SECONDS, seconds));
        }
        for (String name : names) {
            if (!Bench.NAMES.contains(name)) {
                throw new StackFailure(
                        "nothing is called '%s' here; there is %s"
                                .formatted(name, String.join(", ", Bench.NAMES)));
            }
        }
        return run();
    }

    /** In a JVM that compiles well, which this one does not, as it is to start quickly. */
    private int run() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString(),
                        Bench.class.getName(),
                        Integer.toString(seconds)));
        command.addAll(names.isEmpty() ? Bench.NAMES : names);
        Process bench =
                new ProcessBuilder(command)
                        .directory(Path.of(System.getProperty("daybook.project", "")).toFile())
                        .inheritIO()
                        .start();
        return bench.waitFor();
    }
}
