package daybook.eventlog.http;

import daybook.eventlog.Decision;
import daybook.eventlog.Message;
import daybook.eventlog.config.EventLogConfig;
import daybook.eventlog.kafka.CommandSender;
import daybook.eventlog.serde.Json;
import daybook.eventlog.shard.Answer;
import daybook.eventlog.shard.CommandHeaders;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/**
 * Sends what a request asks for to the inbox and turns the answer into a response: done once the
 * shard's transaction has committed, 202 if the deadline passes first (the command is in the inbox
 * and nothing is lost), a problem if it is refused.
 */
@ApplicationScoped
public class Commands {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

    private final CommandSender sender;
    private final Caller caller;
    private final InstantSource clock;
    private final EventLogConfig config;

    Commands(CommandSender sender, Caller caller, InstantSource clock, EventLogConfig config) {
        this.sender = sender;
        this.caller = caller;
        this.clock = clock;
        this.config = config;
    }

    /**
     * What is answered when the command is done.
     *
     * @param status 200 or 201
     * @param body made from the stream's new version
     */
    public record OnDone(int status, URI location, LongFunction<Object> body) {}

    /**
     * @param request what was asked for; the same idempotency key with another request is refused
     */
    public Uni<Response> send(Message message, Object request, HttpHeaders http, OnDone onDone) {
        return sender.ask(message, headers(message, request, http), config.answerTimeout())
                .map(answer -> response(answer, onDone));
    }

    /** The same for a stream in a partition that may not follow from its id. */
    Uni<Response> send(
            Message message, Object request, HttpHeaders http, int partition, OnDone onDone) {
        var headers = headers(message, request, http);
        return sender.ask(message, headers, partition, config.answerTimeout())
                .map(answer -> response(answer, onDone));
    }

    private CommandHeaders headers(Message message, Object request, HttpHeaders http) {
        return new CommandHeaders(
                message.streamId(),
                key(http).map(this::scoped).orElseGet(() -> UUID.randomUUID().toString()),
                Correlation.of(http),
                Optional.empty(),
                Optional.ofNullable(http.getHeaderString("traceparent")),
                expectedVersion(http),
                key(http).map(_ -> fingerprint(message, request)),
                clock.instant());
    }

    private static Response response(Optional<Answer> answer, OnDone onDone) {
        return answer.map(known -> response(known, onDone)).orElseGet(() -> pending(onDone));
    }

    /**
     * The id of a stream that the request begins: the same for every repetition of the request with
     * the same idempotency key by the same caller.
     */
    public String newStreamId(HttpHeaders http) {
        return key(http)
                .map(this::scoped)
                .map(key -> UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(UUID::randomUUID)
                .toString();
    }

    private static Response response(Answer answer, OnDone onDone) {
        return switch (answer) {
            case Answer.Done(var version, var position) ->
                    Response.status(onDone.status())
                            .location(onDone.location())
                            .header("ETag", "\"" + version + "\"")
                            .header(Freshness.HEADER, position)
                            .entity(onDone.body().apply(version))
                            .build();
            case Answer.Refused(_, var reason, var code, var detail) ->
                    Problem.of(status(reason), code, detail).response().build();
            case Answer.Parked _ ->
                    Problem.of(
                                    500,
                                    "command-parked",
                                    "The request is kept, but an operator has to look at it first")
                            .response()
                            .build();
        };
    }

    private static Response pending(OnDone onDone) {
        return Response.accepted().location(onDone.location()).build();
    }

    private static int status(Decision.Reason reason) {
        return switch (reason) {
            case INVALID -> 422;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case STALE -> 412;
        };
    }

    private String scoped(String key) {
        return "http/" + caller.subject() + "/" + key;
    }

    private static Optional<String> key(HttpHeaders http) {
        Optional<String> key = Optional.ofNullable(http.getHeaderString("Idempotency-Key"));
        if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
            throw new ProblemException(
                    400,
                    "invalid-idempotency-key",
                    "Idempotency-Key must be 1 to 255 printable ASCII characters without spaces");
        }
        return key;
    }

    private static Optional<Long> expectedVersion(HttpHeaders http) {
        return Optional.ofNullable(http.getHeaderString(HttpHeaders.IF_MATCH))
                .map(text -> {
                    var etag = ETAG.matcher(text);
                    if (!etag.matches()) {
                        throw new ProblemException(
                                400,
                                "invalid-if-match",
                                "If-Match must be one ETag that this service gave, such as"
                                        + " \"3\"");
                    }
                    return Long.valueOf(etag.group(1));
                });
    }

    private static String fingerprint(Message message, Object request) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(message.type().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(Json.write(request)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
