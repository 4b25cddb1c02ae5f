package daybook.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./daybook gateway breaker}. */
@Command(
        name = "breaker",
        description = {
            "Holds an upstream's breaker open or closed, or lets it go.",
            "",
            "open: no request is sent to the upstream. closed: every one is, however it fails."
                    + " automatic: as the upstream answers, beginning closed. It holds in the gateway"
                    + " process that is asked, through changes of the routes file, until it ends.",
            ""
        })
final class GatewayBreakerCommand implements Callable<Integer> {

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "UPSTREAM", description = "As the routes file calls it.")
    private String upstream = "";

    @Parameters(index = "1", paramLabel = "STATE", description = "open, closed or automatic.")
    private String state = "";

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            required = true,
            description = "Stands in the gateway's log, with who did it.")
    private String why = "";

    @Override
    public Integer call() throws IOException {
        try (var gateway = new StaffGateway(stack)) {
            var now =
                    gateway.post(
                            "/gateway/upstreams/%s/breaker"
                                    .formatted(HistoryText.encoded(upstream)),
                            Map.of("state", state, "why", why));
            Terminal.of(spec).say(GatewayUpstreamsCommand.line(now));
        }
        return 0;
    }
}
