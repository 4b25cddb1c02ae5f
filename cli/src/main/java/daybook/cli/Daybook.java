package daybook.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
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
            ScaleCommand.class,
            RenewCommand.class,
            LogsCommand.class,
            ImportCommand.class,
            LoadCommand.class,
            AuditCommand.class,
            TraceCommand.class,
            HistoryCommand.class,
            ProjectionCommand.class,
            PlanCommand.class,
            GatewayCommand.class,
            ParkedCommand.class,
            EraseCommand.class,
            BenchCommand.class,
            TestCommand.class,
            NativeCommand.class,
            ImagesCommand.class,
            FootprintCommand.class,
            HelpCommand.class
        })
public final class Daybook {

    private static final Logger LOG = Logger.getLogger(Daybook.class.getName());

    private Daybook() {}

    public static void main(String[] arguments) {
        CommandLog.install(new StackOptions().layout().log("cli"));
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
        subcommand.getSubcommands().values().forEach(Daybook::addHelpOption);
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
        List<String> arguments = parsed == null ? List.of() : parsed.originalArgs();
        LOG.log(Level.SEVERE, "daybook " + String.join(" ", arguments), failure);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
