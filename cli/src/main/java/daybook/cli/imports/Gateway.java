package daybook.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The public API, for a client that does not give up while services restart: whatever is not a
 * definite answer is asked again, with the same idempotency key, for as long as the patience lasts.
 * A 202 says that the command waits in the log; the repetition gets the answer to the first
 * request.
 */
public final class Gateway {

    /** The same request is the same bytes, as befits its idempotency key. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_UNAUTHORISED = 3;

    private final HttpClient http;
    private final URI base;
    private final TokenSource tokens;
    private final Semaphore slots;
    private final Patience patience;

    /** As the client that the access names. */
    public static Gateway of(HttpClient http, Importer.Access access, Consumer<String> notes) {
        var patience = new Patience(access.patience(), Patience.Pauses::sleep, notes);
        var tokens =
                new TokenSource(
                        http,
                        access.tokenUrl(),
                        access.clientId(),
                        access.clientSecret(),
                        patience,
                        InstantSource.system());
        return new Gateway(http, access.gateway(), tokens, access.concurrency(), patience);
    }

    /**
     * @param concurrency requests under way at any time, at most
     */
    Gateway(HttpClient http, URI base, TokenSource tokens, int concurrency, Patience patience) {
        this.http = http;
        this.base = base;
        this.tokens = tokens;
        this.slots = new Semaphore(concurrency);
        this.patience = patience;
    }

    /** A definite answer. */
    public record Answer(int status, JsonNode body, HttpHeaders headers) {

        public boolean ok() {
            return status == 200 || status == 201;
        }

        /** What a refusal says, for people. */
        public String problem() {
            String detail = body.path("detail").asText("");
            String title = body.path("title").asText("");
            return detail.isEmpty() ? "%d %s".formatted(status, title).strip() : detail;
        }

        /** The last part of {@code urn:daybook:problem:CODE}. */
        String code() {
            String type = body.path("type").asText("");
            return type.substring(type.lastIndexOf(':') + 1);
        }

        Optional<String> position() {
            return headers.firstValue("Daybook-Position");
        }
    }

    /**
     * @throws GatewayFailure if there is no definite answer while the patience lasts
     */
    public Answer post(String path, Object body, String idempotencyKey) {
        return definite(
                "POST " + path,
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .POST(BodyPublishers.ofByteArray(bytes(body))));
    }

    /**
     * @param position which the answer has to reflect
     * @throws GatewayFailure if there is no definite answer while the patience lasts
     */
    public Answer get(String path, Optional<String> position) {
        HttpRequest.Builder request = request(path).GET();
        position.ifPresent(value -> request.header("Daybook-Position", value));
        return definite("GET " + path, request);
    }

    /**
     * @throws GatewayFailure if there is no definite answer while the patience lasts
     */
    public Answer delete(String path) {
        return definite("DELETE " + path, request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_TIMEOUT);
    }

    private Answer definite(String what, HttpRequest.Builder request) {
        var wait = patience.begin("the gateway", what);
        int unauthorised = 0;
        while (true) {
            try {
                String token = tokens.token();
                Answer answer = attempt(request.setHeader("Authorization", "Bearer " + token));
                if (answer.status == 401) {
                    if (++unauthorised >= MAX_UNAUTHORISED) {
                        throw new GatewayFailure(
                                what + " is answered with 401 although the token is fresh");
                    }
                    tokens.forget(token);
                } else if (isDefinite(answer)) {
                    return answer;
                }
                wait.pause(retryAfter(answer.headers), "it answered " + answer.problem());
            } catch (IOException e) {
                wait.pause(
                        Optional.empty(),
                        String.valueOf(e.getMessage() == null ? e : e.getMessage()));
            }
        }
    }

    /** Whoever says when to ask again has not given the answer yet, whatever the status. */
    private static boolean isDefinite(Answer answer) {
        boolean parked = answer.code().equals("command-parked");
        boolean askAgain = answer.headers.firstValue("Retry-After").isPresent();
        return parked
                || !askAgain && answer.status != 202 && answer.status != 429 && answer.status < 500;
    }

    private Answer attempt(HttpRequest.Builder request) throws IOException {
        try {
            slots.acquire();
            try {
                HttpResponse<byte[]> response =
                        http.send(request.build(), BodyHandlers.ofByteArray());
                return new Answer(response.statusCode(), json(response.body()), response.headers());
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayFailure("interrupted", e);
        }
    }

    /** Seconds; the date form is not used by any gateway of ours. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static JsonNode json(byte[] body) throws IOException {
        try {
            return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.missingNode();
        }
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + body, e);
        }
    }
}
