package daybook.cli;

import picocli.CommandLine.Command;

/** {@code ./daybook plan}. */
@Command(
        name = "plan",
        description = "Works out how to lay out a system.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = PlanStorageCommand.class)
final class PlanCommand {}
