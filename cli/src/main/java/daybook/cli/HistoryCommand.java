package daybook.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.cli.imports.Gateway;
import daybook.cli.imports.GatewayFailure;
import daybook.cli.imports.Importer;
import daybook.local.StackFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
            "Shows what happened to an order, or what it was at a version or at an instant.",
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

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

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

    @ArgGroup private @Nullable When when;

    /** The state then, instead of the events. */
    private static final class When {
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

        String query() {
            return version != null ? "?version=" + version : "?at=" + encoded(String.valueOf(at));
        }
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var gateway =
                    Gateway.of(
                            http,
                            new Importer.Access(
                                    stack.ports().gatewayUrl(),
                                    stack.ports().tokenUrl(),
                                    StaffSecret.CLIENT,
                                    StaffSecret.read(null, stack.layout()),
                                    1,
                                    PATIENCE),
                            _ -> {});
            When asked = when;
            if (asked == null) {
                events(gateway, out);
            } else {
                JsonNode past = get(gateway, asked.query());
                out.printf("%s %s at version %d%n", service, id, past.path("version").asLong());
                out.println(text(past.path("state")));
            }
        } catch (GatewayFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        }
        out.flush();
        return 0;
    }

    private void events(Gateway gateway, PrintWriter out) {
        JsonNode next = JSON.getNodeFactory().numberNode(0);
        while (next.isNumber()) {
            JsonNode page = get(gateway, "/events?after=" + next.asLong());
            for (JsonNode event : page.path("events")) {
                out.printf(
                        "%4d  %-27s  %-28s  %-10s  %s%n",
                        event.path("version").asLong(),
                        event.path("time").asText(),
                        event.path("type").asText(),
                        event.path("position").asText(),
                        event.path("causationId").asText(event.path("commandId").asText()));
                if (data) {
                    out.println(text(event.path("data")).indent(6).stripTrailing());
                }
            }
            next = page.path("next");
        }
    }

    private JsonNode get(Gateway gateway, String rest) {
        Gateway.Answer answer =
                gateway.get(
                        "/api/history/%s/%s%s".formatted(encoded(service), encoded(id), rest),
                        Optional.empty());
        if (!answer.ok()) {
            throw new StackFailure(answer.problem());
        }
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read can be written", e);
        }
    }
}
