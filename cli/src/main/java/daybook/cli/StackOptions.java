package daybook.cli;

import daybook.cli.storage.Databases;
import daybook.eventlog.kafka.Topics;
import daybook.local.Layout;
import daybook.local.Ports;
import daybook.local.Progress;
import daybook.local.Secrets;
import daybook.local.Stack;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack a command is about; mixed into every command that needs one. */
final class StackOptions {

    private static final int PARTITIONS = 8;

    /** One broker has one copy. */
    private static final short ONE = 1;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            description =
                    "Added to every port (default: DAYBOOK_PORT_OFFSET, else that of the last up, else 0).")
    @Nullable Integer portOffset;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Data, logs and secrets of the stack (default: .daybook in the project).")
    @Nullable Path state;

    Layout layout() {
        Path project = Path.of(System.getProperty("daybook.project", ""));
        Path chosen = state;
        return chosen == null ? Layout.in(project) : new Layout(project, chosen);
    }

    Ports ports() {
        Integer chosen = portOffset;
        if (chosen != null) {
            return new Ports(chosen);
        }
        String environment = System.getenv("DAYBOOK_PORT_OFFSET");
        if (environment != null && !environment.isBlank()) {
            return new Ports(number("DAYBOOK_PORT_OFFSET", environment));
        }
        Path recorded = layout().recordedOffset();
        if (!Files.exists(recorded)) {
            return new Ports(0);
        }
        try {
            return new Ports(number(recorded.toString(), Files.readString(recorded)));
        } catch (IOException e) {
            throw new StackFailure("cannot read " + recorded + ": " + e.getMessage(), e);
        }
    }

    /** The stack, with the topics of all services. */
    Stack stack(Progress progress) {
        List<NewTopic> topics =
                Stack.SERVICES.stream()
                        .flatMap(name -> Topics.plan(name, PARTITIONS, ONE, ONE).stream())
                        .toList();
        return new Stack(layout(), ports(), topics, progress);
    }

    /** The services' databases in the local PostgreSQL. */
    Databases databases() {
        return new Databases(
                "jdbc:postgresql://127.0.0.1:%d/".formatted(ports().postgres()),
                Stack.SERVICES,
                new Secrets(layout().secrets())::databasePassword);
    }

    private static int number(String origin, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new StackFailure(origin + " must be a whole number, but is '" + text + "'", e);
        }
    }
}
