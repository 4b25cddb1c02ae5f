package daybook.cli.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import daybook.local.LocalFiles;
import daybook.local.Ports;
import daybook.local.Secrets;
import daybook.local.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Customers for load tests, in the realm of the local stack and nowhere else: limits are per
 * customer, so one cannot be a crowd. Their password is made up for each stack.
 */
public final class LoadUsers {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Passwords are hashed slowly, and on purpose. */
    private static final Duration ANSWER = Duration.ofMinutes(3);

    private final HttpClient http;
    private final URI keycloak;
    private final Secrets secrets;

    public LoadUsers(HttpClient http, Ports ports, Secrets secrets) {
        this.http = http;
        this.keycloak = Ports.url(ports.keycloak());
        this.secrets = secrets;
    }

    /**
     * Makes those who are missing, and the file that the scripts read.
     *
     * @param file username,password; readable by its owner only
     */
    public void prepare(int count, Path file) throws InterruptedException {
        List<String> names =
                IntStream.rangeClosed(1, count).mapToObj("load-%03d"::formatted).toList();
        String password = secrets.loadUsersPassword();
        try {
            importUsers(names, password);
            var lines = new StringBuilder("username,password\n");
            names.forEach(name -> lines.append(name).append(',').append(password).append('\n'));
            LocalFiles.writePrivately(file, lines.toString());
        } catch (IOException e) {
            throw new StackFailure("cannot make users for load tests: " + e.getMessage(), e);
        }
    }

    private void importUsers(List<String> names, String password)
            throws IOException, InterruptedException {
        var body =
                Map.of(
                        "ifResourceExists",
                        "SKIP",
                        "users",
                        names.stream().map(name -> user(name, password)).toList());
        var request =
                HttpRequest.newBuilder(keycloak.resolve("/admin/realms/daybook/partialImport"))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + adminToken())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new StackFailure(
                    "Keycloak does not import users for load tests: %d %s"
                            .formatted(answer.statusCode(), answer.body()));
        }
    }

    private static Map<String, Object> user(String name, String password) {
        return Map.of(
                "username",
                name,
                "email",
                name + "@example.com",
                "emailVerified",
                true,
                "firstName",
                "Load",
                "lastName",
                name,
                "enabled",
                true,
                "credentials",
                List.of(Map.of("type", "password", "value", password, "temporary", false)),
                "realmRoles",
                List.of("customer"));
    }

    private String adminToken() throws IOException, InterruptedException {
        // The password is hexadecimal, so it needs no encoding.
        String form =
                "grant_type=password&client_id=admin-cli&username=admin&password="
                        + secrets.keycloakAdminPassword();
        var request =
                HttpRequest.newBuilder(
                                keycloak.resolve("/realms/master/protocol/openid-connect/token"))
                        .timeout(ANSWER)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new StackFailure(
                    "Keycloak gives its administrator no token (%d): is the password in the stack's"
                                    .formatted(answer.statusCode())
                            + " secrets file still the one it began with?");
        }
        return JSON.readTree(answer.body()).required("access_token").asText();
    }
}
