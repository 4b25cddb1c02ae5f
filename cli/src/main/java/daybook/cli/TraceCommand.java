package daybook.cli;

import daybook.audit.AuditFailure;
import daybook.audit.Trace;
import daybook.local.StackFailure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook trace ID}. */
@Command(
        name = "trace",
        description = {
            "Shows all that a request led to, in every service, from request to dispatch.",
            "",
            "Each event stands under the one that caused it: when (from the first event), which"
                    + " service and type, stream and version, place in the log (partition-offset)"
                    + " and the command that led to it. Every answer of the API carries a"
                    + " Correlation-Id.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:something was found", "1:no event has this id"})
final class TraceCommand implements Callable<Integer> {

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "A correlation id or an order's id.")
    private String id = "";

    @Option(
            names = "--all",
            description = "Every event; otherwise lines of an order that look alike are counted.")
    private boolean all;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Where the logs are (default: the local stack's broker).")
    private @Nullable String bootstrapServers;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String chosen = bootstrapServers;
        var line = ProgressLine.onStandardError();
        List<String> lines;
        try {
            lines =
                    Trace.lines(
                            AuditCommand.kafka(
                                    chosen == null ? stack.ports().kafkaBootstrap() : chosen),
                            id,
                            all,
                            line::reading);
        } catch (AuditFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        } finally {
            line.clear();
        }
        if (lines.isEmpty()) {
            throw new StackFailure("no event has the correlation id or order id " + id);
        }
        lines.forEach(out::println);
        out.flush();
        return 0;
    }
}
