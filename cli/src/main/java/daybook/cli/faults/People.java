package daybook.cli.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The people of the demo, whose passwords are their names. */
public final class People {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration TOKEN_KEPT = Duration.ofMinutes(1);

    private record Token(String text, Instant at) {}

    private final HttpClient http;
    private final URI tokenUrl;
    private final Map<String, Token> tokens = new HashMap<>();

    public People(HttpClient http, URI tokenUrl) {
        this.http = http;
        this.tokenUrl = tokenUrl;
    }

    /**
     * A token as good for its first minute as a new one. One login at a time: Keycloak takes
     * several at once for an attack.
     */
    public synchronized String token(String name) throws IOException, InterruptedException {
        Token known = tokens.get(name);
        if (known == null || known.at().isBefore(Instant.now().minus(TOKEN_KEPT))) {
            known = new Token(newToken(name), Instant.now());
            tokens.put(name, known);
        }
        return known.text();
    }

    private String newToken(String name) throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=daybook-cli&username=%s&password=%s";
        var request =
                HttpRequest.newBuilder(tokenUrl)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form.formatted(name, name)))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("No token for " + name + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    /** What the services know a person by. */
    String subject(String name) throws IOException, InterruptedException {
        String claims = token(name).split("\\.", -1)[1];
        JsonNode read = JSON.readTree(Base64.getUrlDecoder().decode(claims));
        return read.required("sub").asText();
    }
}
