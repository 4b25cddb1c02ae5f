package daybook.cli;

import daybook.cli.faults.FaultReport;
import daybook.cli.faults.FaultRun;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code ./daybook test}. The launcher runs the tests themselves, as it builds this program too;
 * the proof under faults is this program's.
 */
@Command(
        name = "test",
        description = {
            "Builds everything and runs all tests.",
            "",
            "With --containers the broker and the database that the tests use run in containers or"
                    + " not at all; without it they do if a Docker engine answers and has or can"
                    + " pull the images.",
            "",
            "With --faults no tests, but a stack of its own with two replicas of each service: things"
                    + " go wrong in it while clients work, and what they were told is compared with"
                    + " the logs. docs/faults.md explains it.",
            "",
            "Further arguments go to Maven, for example: ./daybook test -pl services/order",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all tests passed, or every promise was kept",
            "1:something failed, or a promise was broken; the last lines say what"
        })
final class TestCommand implements Callable<Integer> {

    private static final double LEAST_MINUTES = 0.5;
    private static final double MOST_MINUTES = 24 * 60;
    private static final int SEEDS = 1_000_000;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--faults", description = "Prove what is promised under faults.")
    private boolean faults;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "1.25",
            description =
                    "With --faults: how long things go wrong; the start and the end take about two"
                            + " minutes more (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "With --faults: the same seed is the same work and the same faults (default: a"
                            + " new one each time, which is said).")
    private @Nullable Long seed;

    @Option(
            names = "--mutations",
            description =
                    "With --faults: shows for bugs planted in a copy of the project that the proof"
                            + " fails (the launcher's e2e/mutations/run).")
    private boolean mutations;

    @Unmatched private List<String> maven = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!faults || mutations) {
            throw new StackFailure(
                    "the tests are run by the launcher in the project's root: ./daybook test "
                            + String.join(" ", maven));
        }
        if (!maven.isEmpty()) {
            throw new StackFailure("with --faults there is no " + String.join(" ", maven));
        }
        if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) {
            throw new StackFailure(
                    "--minutes must lie between %s and %.0f, but is %s"
                            .formatted(LEAST_MINUTES, MOST_MINUTES, minutes));
        }
        Long chosen = seed;
        var plan =
                new FaultRun.Plan(
                        chosen == null ? new Random().nextInt(SEEDS) : chosen,
                        Duration.ofMillis(Math.round(minutes * 60_000)));
        Path project = Path.of(System.getProperty("daybook.project", ""));
        var terminal = Terminal.of(spec);
        boolean kept =
                FaultRun.run(
                        plan,
                        project,
                        project.resolve(".daybook/faults"),
                        new FaultReport(terminal, terminal::say));
        return kept ? 0 : 1;
    }
}
