package daybook.cli;

import daybook.cli.storage.StoragePlanner;
import daybook.local.StackFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./daybook plan storage}. */
@Command(
        name = "storage",
        description = {
            "Works out how to lay out the event store, from what is measured.",
            "",
            "Takes the latest records of the running system's topics, or the numbers that are given,"
                    + " and computes what a million orders take, what payload format and"
                    + " compression change, how long recovery takes, how many partitions a load"
                    + " needs and what each kind of query costs in the end. docs/storage.md"
                    + " explains the trade.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:planned", "1:there is too little to measure, or --verify disagrees"})
final class PlanStorageCommand implements Callable<Integer> {

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--orders-per-day",
            paramLabel = "N",
            defaultValue = "10000",
            description = "On average (default: ${DEFAULT-VALUE}).")
    private double ordersPerDay;

    @Option(
            names = "--years",
            paramLabel = "N",
            defaultValue = "3",
            description = "For how long everything is kept (default: ${DEFAULT-VALUE}).")
    private double years;

    @Option(
            names = "--copies",
            paramLabel = "N",
            defaultValue = "3",
            description = "Of each partition (default: ${DEFAULT-VALUE}).")
    private int copies;

    @Option(
            names = "--peak",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "The busiest second as a multiple of the average (default: ${DEFAULT-VALUE}).")
    private double peak;

    @Option(
            names = "--queries",
            paramLabel = "KIND=N",
            split = ",",
            description =
                    "How many queries of a kind (row, history, past, trace, audit) come with each"
                            + " order, such as row=5,history=0.1.")
    private Map<String, Double> queries = new LinkedHashMap<>();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Where the logs are (default: the local stack's broker).")
    private @Nullable String bootstrapServers;

    @ArgGroup(exclusive = false)
    private @Nullable Given given;

    /** Instead of what a running system has. */
    private static final class Given {
        @Option(
                names = "--entries",
                paramLabel = "N",
                required = true,
                description = "Entries that an order leaves in all logs, instead of measuring.")
        private double entries;

        @Option(
                names = "--bytes",
                paramLabel = "N",
                required = true,
                description = "Bytes of an entry on a broker's disk, instead of measuring.")
        private double bytes;
    }

    @Option(
            names = "--verify",
            description =
                    "Also write the sampled entries to a broker of its own, and hold the numbers"
                            + " against what that one stores and how fast it is read.")
    private boolean verify;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        positive("--orders-per-day", ordersPerDay);
        positive("--years", years);
        positive("--copies", copies);
        positive("--peak", peak);
        var line = ProgressLine.onStandardError();
        var text = new StringWriter();
        var planner =
                new StoragePlanner(
                        ordersPerDay,
                        years,
                        copies,
                        peak,
                        queries,
                        new PrintWriter(text),
                        what -> line.update(() -> what));
        boolean good;
        try {
            good = plan(planner);
        } finally {
            line.clear();
        }
        out.print(text);
        out.flush();
        return good ? 0 : 1;
    }

    private boolean plan(StoragePlanner planner) throws IOException, InterruptedException {
        Given numbers = given;
        if (numbers != null) {
            if (verify) {
                throw new StackFailure("--verify needs a running system to take entries from");
            }
            positive("--entries", numbers.entries);
            positive("--bytes", numbers.bytes);
            planner.given(numbers.entries, numbers.bytes);
            return true;
        }
        String chosen = bootstrapServers;
        return chosen == null
                ? planner.measured(
                        stack.ports().kafkaBootstrap(), Optional.of(stack.databases()), verify)
                : planner.measured(chosen, Optional.empty(), verify);
    }

    private static void positive(String option, double value) {
        if (!(value > 0)) {
            throw new StackFailure("%s must be above 0, but is %s".formatted(option, value));
        }
    }
}
