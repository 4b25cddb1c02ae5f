package daybook.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook down}. */
@Command(
        name = "down",
        description = {
            "Stops what up has started, the gateway first and Kafka last, and keeps all data.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:everything is down", "1:something could not be stopped"})
final class DownCommand implements Callable<Integer> {

    @Mixin private final StackOptions options = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Only these (default: all), for example order gateway.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws InterruptedException {
        var out = Terminal.of(spec);
        options.stack(out).down(names);
        out.say(names.isEmpty() ? "Daybook is down." : String.join(", ", names) + ": down.");
        return 0;
    }
}
