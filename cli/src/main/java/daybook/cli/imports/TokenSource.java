package daybook.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Access tokens by OAuth 2.0's client credentials grant (RFC 6749, section 4.4). */
final class TokenSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI tokenUrl;
    private final String clientId;
    private final String clientSecret;
    private final Patience patience;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private String token = "";
    private Instant renewAt = Instant.MIN;

    TokenSource(
            HttpClient http,
            URI tokenUrl,
            String clientId,
            String clientSecret,
            Patience patience,
            InstantSource clock) {
        this.http = http;
        this.tokenUrl = tokenUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * @throws GatewayFailure if none is given
     */
    String token() {
        lock.lock();
        try {
            if (!clock.instant().isBefore(renewAt)) {
                renew();
            }
            return token;
        } finally {
            lock.unlock();
        }
    }

    /** The token was refused: the next one is a new one. */
    void forget(String refused) {
        lock.lock();
        try {
            if (token.equals(refused)) {
                renewAt = Instant.MIN;
            }
        } finally {
            lock.unlock();
        }
    }

    private void renew() {
        var wait = patience.begin(tokenUrl.getAuthority(), "a request for a token");
        while (true) {
            try {
                HttpResponse<byte[]> response = ask();
                if (response.statusCode() == 200) {
                    JsonNode grant = JSON.readTree(response.body());
                    token = grant.required("access_token").asText();
                    long seconds = grant.path("expires_in").asLong(60);
                    Instant expiry = clock.instant().plusSeconds(seconds);
                    renewAt =
                            seconds > 2 * RENEW_BEFORE_EXPIRY.toSeconds()
                                    ? expiry.minus(RENEW_BEFORE_EXPIRY)
                                    : expiry.minusSeconds(seconds / 2);
                    return;
                }
                if (response.statusCode() < 500) {
                    throw new GatewayFailure(
                            "%s gives client %s no token (%d): is the secret that of this stack?"
                                    .formatted(tokenUrl, clientId, response.statusCode()));
                }
                wait.pause(Optional.empty(), "it answered " + response.statusCode());
            } catch (IOException e) {
                wait.pause(
                        Optional.empty(),
                        String.valueOf(e.getMessage() == null ? e : e.getMessage()));
            }
        }
    }

    private HttpResponse<byte[]> ask() throws IOException {
        String form =
                "grant_type=client_credentials&client_id=%s&client_secret=%s"
                        .formatted(encoded(clientId), encoded(clientSecret));
        HttpRequest request =
                HttpRequest.newBuilder(tokenUrl)
                        .timeout(ANSWER_TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayFailure("interrupted", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
