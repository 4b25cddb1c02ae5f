package daybook.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook scale SERVICE N}. */
@Command(
        name = "scale",
        description = {
            "Runs a service in N processes, now and after every later up.",
            "",
            "They share the work by the log's partitions and are called SERVICE, SERVICE-2 and so"
                    + " on. Nothing is lost when one comes or goes: its partitions move, and the"
                    + " gateway finds the processes by itself.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:so many run",
            "1:something could not be started or stopped; as many run as before"
        })
final class ScaleCommand implements Callable<Integer> {

    @Mixin private final StackOptions options = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "SERVICE",
            description = "order, inventory, payment or shipping.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "N", description = "1 to 4.")
    private int count;

    @Override
    public Integer call() throws InterruptedException {
        var out = Terminal.of(spec);
        options.stack(out).scale(service, count);
        out.say(
                "%s runs in %d %s."
                        .formatted(service, count, count == 1 ? "process" : "processes"));
        return 0;
    }
}
