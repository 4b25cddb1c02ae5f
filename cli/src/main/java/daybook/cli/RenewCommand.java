package daybook.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook renew NAME...}. */
@Command(
        name = "renew",
        description = {
            "Renews processes one after the other, each once the one before it is ready.",
            "",
            "A service is renewed replica by replica, with what was built last: a rolling update,"
                    + " in which the others go on, if the service runs in two processes or more.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all are renewed and ready",
            "1:one could not be renewed; those after it were left alone"
        })
final class RenewCommand implements Callable<Integer> {

    @Mixin private final StackOptions options = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "1..*",
            description = "Services or other components, for example order gateway.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws InterruptedException {
        var out = Terminal.of(spec);
        options.stack(out).renew(names);
        out.say(String.join(", ", names) + ": renewed.");
        return 0;
    }
}
