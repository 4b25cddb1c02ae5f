package daybook.cli;

import daybook.local.Layout;
import daybook.local.Ports;
import daybook.local.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack a command is about; mixed into every command that needs one. */
final class StackOptions {

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

    private static int number(String origin, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new StackFailure(origin + " must be a whole number, but is '" + text + "'", e);
        }
    }
}
