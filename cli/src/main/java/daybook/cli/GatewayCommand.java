package daybook.cli;

import picocli.CommandLine.Command;

/** {@code ./daybook gateway}. */
@Command(
        name = "gateway",
        description =
                "Looks through the gateway's routes file and for its bottleneck, and sees to its breakers.",
        synopsisSubcommandLabel = "WHAT",
        subcommands = {
            GatewayLintCommand.class,
            GatewayExplainCommand.class,
            GatewayBottleneckCommand.class,
            GatewayUpstreamsCommand.class,
            GatewayBreakerCommand.class
        })
final class GatewayCommand {}
