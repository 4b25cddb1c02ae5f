package daybook.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook history ID}. */
@Command(
        name = "history",
        description = {
            "Shows what happened to an order, what it was at any time, what changed, and why.",
            "",
            "Each event with its version, when its command was given, its place in the log"
                    + " (partition-offset) and what led to it: the event of another service, or the"
                    + " command. Stock, payments and shipments have a history too: --service."
                    + " ./daybook trace follows a request through all services.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was found", "1:nothing ever happened to it, or there is no answer"})
final class HistoryCommand implements Callable<Integer> {

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "An order's id; a SKU for inventory.")
    private String id = "";

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "order",
            description = "order, inventory, payment or shipping (default: ${DEFAULT-VALUE}).")
    private String service = "";

    @Option(names = "--data", description = "What each event says, as JSON.")
    private boolean data;

    @ArgGroup private @Nullable Question question;

    /** What to show instead of the events. */
    private static final class Question {
        @Option(
                names = "--version",
                paramLabel = "N",
                description = "The state after so many events, as JSON, instead of the events.")
        private @Nullable Long version;

        @Option(
                names = "--at",
                paramLabel = "INSTANT",
                description = "The state at an instant such as 2026-01-31T12:00:00Z.")
        private @Nullable String at;

        @Option(
                names = "--diff",
                paramLabel = "N",
                arity = "2",
                description = "What was different at the second version from the first.")
        private List<Long> diff = List.of();

        @Option(
                names = "--why",
                paramLabel = "N",
                description =
                        "What led to the event of that version: the event behind it, the one behind"
                                + " that, through all services, to the request.")
        private @Nullable Long why;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (var gateway = new StaffGateway(stack)) {
            answer(new HistoryText(gateway, out));
        }
        out.flush();
        return 0;
    }

    private void answer(HistoryText text) {
        Question asked = question;
        if (asked == null) {
            text.events(service, id, data);
        } else if (asked.version != null) {
            text.state(service, id, "version=" + asked.version);
        } else if (asked.at != null) {
            text.state(service, id, "at=" + HistoryText.encoded(asked.at));
        } else if (asked.why != null) {
            text.why(service, id, asked.why);
        } else {
            text.changes(service, id, asked.diff.getFirst(), asked.diff.getLast());
        }
    }
}
