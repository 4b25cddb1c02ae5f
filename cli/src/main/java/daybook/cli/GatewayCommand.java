package daybook.cli;

import picocli.CommandLine.Command;

/** {@code ./daybook gateway}. */
@Command(
        name = "gateway",
        description = "Looks through the gateway's routes file.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {GatewayLintCommand.class, GatewayExplainCommand.class})
final class GatewayCommand {}
