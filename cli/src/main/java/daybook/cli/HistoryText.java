package daybook.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.local.StackFailure;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Asks for a stream's history and puts it in words. */
final class HistoryText {

    /** How the library names an event: service, stream, version. */
    private static final Pattern EVENT = Pattern.compile("([a-z]+)/(.+)/(\\d+)");

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final StaffGateway gateway;
    private final PrintWriter out;

    HistoryText(StaffGateway gateway, PrintWriter out) {
        this.gateway = gateway;
        this.out = out;
    }

    /** All events, one a line. */
    void events(String service, String stream, boolean data) {
        JsonNode next = JSON.getNodeFactory().numberNode(0);
        while (next.isNumber()) {
            JsonNode page = get(service, stream, "/events?after=" + next.asLong());
            for (JsonNode event : page.path("events")) {
                out.printf(
                        "%4d  %-27s  %-28s  %-10s  %s%n",
                        event.path("version").asLong(),
                        event.path("time").asText(),
                        event.path("type").asText(),
                        event.path("position").asText(),
                        cause(event));
                if (data) {
                    out.println(text(event.path("data")).indent(6).stripTrailing());
                }
            }
            next = page.path("next");
            if (!next.isNumber()) {
                stopped(page);
            }
        }
    }

    /**
     * The state.
     *
     * @param when {@code version=N} or {@code at=INSTANT}
     */
    void state(String service, String stream, String when) {
        JsonNode past = get(service, stream, "?" + when);
        out.printf(
                "%s %s at version %d%s%n",
                service,
                stream,
                past.path("version").asLong(),
                past.hasNonNull("note") ? ". " + past.path("note").asText() : "");
        out.println(text(past.path("state")));
        stopped(past);
    }

    /** What cannot be read is named where it is missing. */
    private void stopped(JsonNode answer) {
        for (JsonNode stopped : answer.path("stopped")) {
            out.printf(
                    "not read by %s: %s%n",
                    stopped.path("who").asText(), stopped.path("why").asText());
        }
    }

    /** What differs between two versions, one place in the state a line. */
    void changes(String service, String stream, long from, long to) {
        JsonNode difference =
                get(service, stream, "/changes?from=%d&to=%d".formatted(from, to)).path("changes");
        difference.forEach(change -> out.println(change(change)));
        if (difference.isEmpty()) {
            out.printf("No difference between version %d and version %d%n", from, to);
        }
    }

    /** One place in which two states differ. */
    static String change(JsonNode change) {
        return "%s: %s -> %s"
                .formatted(
                        change.path("path").asText(),
                        change.has("before") ? change.get("before") : "nothing",
                        change.has("after") ? change.get("after") : "nothing");
    }

    /** The event, what caused it, what caused that, down to what no event caused. */
    void why(String service, String stream, long version) {
        JsonNode event = event(service, stream, version);
        String name = "%s/%s/%d".formatted(service, stream, version);
        while (true) {
            out.printf(
                    "%-27s  %-28s  %-50s  %-10s  %s%n",
                    event.path("time").asText(),
                    event.path("type").asText(),
                    name,
                    event.path("position").asText(),
                    event.path("traceparent").asText("no trace"));
            var cause = EVENT.matcher(event.path("causationId").asText(""));
            if (!cause.matches()) {
                out.printf(
                        "%-27s  command %s, request %s%n",
                        "", event.path("commandId").asText(), event.path("correlationId").asText());
                return;
            }
            name = cause.group();
            event = event(cause.group(1), cause.group(2), Long.parseLong(cause.group(3)));
        }
    }

    private JsonNode event(String service, String stream, long version) {
        JsonNode event =
                get(service, stream, "/events?limit=1&after=" + (version - 1))
                        .path("events")
                        .path(0);
        if (event.isMissingNode()) {
            throw new StackFailure(
                    "'%s' has no version %d in %s".formatted(stream, version, service));
        }
        return event;
    }

    private static String cause(JsonNode event) {
        return event.path("causationId").asText(event.path("commandId").asText());
    }

    private JsonNode get(String service, String stream, String rest) {
        return gateway.get(
                "/api/history/%s/%s%s".formatted(encoded(service), encoded(stream), rest));
    }

    static String encoded(String text) {
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
