package daybook.cli.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.cli.faults.Attempt.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends requests through the gateway, one attempt each, and writes down what was told. */
final class Wire {

    /** Longer than a service waits before it answers 202 (5 s), shorter than the gateway's. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI gateway;
    private final People people;
    private final History history;

    Wire(HttpClient http, URI gateway, People people, History history) {
        this.http = http;
        this.gateway = gateway;
        this.people = people;
        this.history = history;
    }

    /** The id that a service gives a command with this key. */
    String commandId(Request request) throws IOException, InterruptedException {
        return request.key().isEmpty()
                ? ""
                : "http/" + people.subject(request.user()) + "/" + request.key();
    }

    /** One attempt at a command. */
    Attempt send(Request request) throws InterruptedException {
        return attempt(request, "");
    }

    /**
     * One attempt at a query.
     *
     * @param position which the answer has to reflect; empty if any will do
     */
    Attempt look(Request request, String position) throws InterruptedException {
        return attempt(request, position);
    }

    private Attempt attempt(Request request, String position) throws InterruptedException {
        long began = history.millis();
        String command = "";
        Attempt attempt;
        try {
            command = commandId(request);
            HttpResponse<String> answer =
                    http.send(http(request, position), BodyHandlers.ofString());
            attempt = told(request, command, position, began, answer);
        } catch (IOException e) {
            attempt = unanswered(request, command, position, began, e);
        }
        history.add(attempt);
        return attempt;
    }

    private HttpRequest http(Request request, String position)
            throws IOException, InterruptedException {
        var http =
                HttpRequest.newBuilder(gateway.resolve("/api" + request.path()))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + people.token(request.user()));
        if (!position.isEmpty()) {
            http.header("Daybook-Position", position);
        }
        if (request.key().isEmpty()) {
            return http.build();
        }
        if (!request.ifMatch().isEmpty()) {
            http.header("If-Match", request.ifMatch());
        }
        return http.header("Content-Type", "application/json")
                .header("Idempotency-Key", request.key())
                .POST(BodyPublishers.ofString(request.body()))
                .build();
    }

    private Attempt told(
            Request request,
            String command,
            String asked,
            long began,
            HttpResponse<String> answer) {
        JsonNode body = json(answer.body());
        String type = body.path("type").asText("");
        boolean query = command.isEmpty();
        return new Attempt(
                request.client(),
                request.operation(),
                request.kind(),
                request.service(),
                request.stream(),
                command,
                asked,
                began,
                history.millis(),
                query ? ofQuery(answer.statusCode()) : ofCommand(answer.statusCode()),
                answer.statusCode(),
                type.substring(type.lastIndexOf(':') + 1),
                body.path("version").asLong(0),
                answer.headers().firstValue("Daybook-Position").orElse(""),
                answer.body());
    }

    private static Outcome ofCommand(int status) {
        return switch (status) {
            case 200, 201 -> Outcome.ACCEPTED;
            case 202 -> Outcome.PENDING;
            case 404, 409, 412, 422 -> Outcome.REFUSED;
            default -> Outcome.UNANSWERED;
        };
    }

    private static Outcome ofQuery(int status) {
        return switch (status) {
            case 200 -> Outcome.SEEN;
            case 404 -> Outcome.ABSENT;
            default -> Outcome.UNANSWERED;
        };
    }

    private Attempt unanswered(
            Request request, String command, String asked, long began, IOException why) {
        return new Attempt(
                request.client(),
                request.operation(),
                request.kind(),
                request.service(),
                request.stream(),
                command,
                asked,
                began,
                history.millis(),
                Outcome.UNANSWERED,
                0,
                "",
                0,
                "",
                why.toString());
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
