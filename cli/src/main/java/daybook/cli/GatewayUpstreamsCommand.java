package daybook.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./daybook gateway upstreams}. */
@Command(
        name = "upstreams",
        description = "Shows the running gateway's upstreams, their breakers and who holds one.")
final class GatewayUpstreamsCommand implements Callable<Integer> {

    @Mixin private final StackOptions stack = new StackOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var terminal = Terminal.of(spec);
        try (var gateway = new StaffGateway(stack)) {
            gateway.get("/gateway/upstreams")
                    .path("upstreams")
                    .forEach(upstream -> terminal.say(line(upstream)));
        }
        return 0;
    }

    static String line(JsonNode upstream) {
        JsonNode breaker = upstream.path("breaker");
        return "%-12s  %4d requests on %4d connections  breaker %s%s"
                .formatted(
                        upstream.path("name").asText(),
                        upstream.path("requests").asInt(),
                        upstream.path("connections").asInt(),
                        breaker.path("state").asText(),
                        breaker.path("automatic").asBoolean() ? "" : held(breaker.path("lastAct")));
    }

    private static String held(JsonNode act) {
        return ", held by %s since %s: %s"
                .formatted(
                        act.path("who").asText(),
                        act.path("at").asText(),
                        act.path("why").asText());
    }
}
