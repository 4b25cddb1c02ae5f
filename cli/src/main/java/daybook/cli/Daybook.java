package daybook.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The one command for people.
 *
 * <p>Exit codes: 0 done, 1 failed or the verdict is bad, 2 wrong usage, 3 not everything is up.
 */
@Command(
        name = "daybook",
        description = "Event-sourced order fulfilment on one machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ImportCommand.class,
            TestCommand.class,
            HelpCommand.class
        })
public final class Daybook {

    private Daybook() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Daybook());
        line.setExecutionExceptionHandler(Daybook::report);
        line.setUsageHelpAutoWidth(true);
        line.getSubcommands().values().forEach(Daybook::addHelpOption);
        return line;
    }

    private static void addHelpOption(CommandLine subcommand) {
        if (!(subcommand.getCommand() instanceof HelpCommand)) {
            subcommand
                    .getCommandSpec()
                    .addOption(
                            OptionSpec.builder("-h", "--help")
                                    .usageHelp(true)
                                    .description("Show this help.")
                                    .build());
        }
    }

    /** One line for the person, the whole story for the log. */
    private static int report(Exception failure, CommandLine line, @Nullable ParseResult parsed) {
        String message = failure.getMessage();
        line.getErr().println("daybook: " + (message == null ? failure.toString() : message));
        writeDown(failure, parsed == null ? List.of() : parsed.originalArgs());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void writeDown(Exception failure, List<String> arguments) {
        Path log = new StackOptions().layout().log("cli");
        try {
            Files.createDirectories(log.getParent());
            try (PrintWriter writer =
                    new PrintWriter(
                            Files.newBufferedWriter(
                                    log, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
                writer.println(Instant.now() + " daybook " + String.join(" ", arguments));
                failure.printStackTrace(writer);
            }
        } catch (IOException e) {
            System.err.println("daybook: cannot write " + log + ": " + e.getMessage());
        }
    }
}
