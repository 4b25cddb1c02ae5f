package daybook.cli;

import com.fasterxml.jackson.databind.JsonNode;
import daybook.cli.imports.Gateway;
import daybook.cli.imports.GatewayFailure;
import daybook.cli.imports.Importer;
import daybook.local.StackFailure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The stack's gateway as an operator uses it: what is refused ends the command with its problem.
 */
final class StaffGateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Gateway gateway;

    StaffGateway(StackOptions stack) throws IOException {
        gateway =
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
    }

    JsonNode get(String path) {
        return body(() -> gateway.get(path, Optional.empty()));
    }

    JsonNode post(String path, Object body) {
        return body(() -> gateway.post(path, body, UUID.randomUUID().toString()));
    }

    JsonNode delete(String path) {
        return body(() -> gateway.delete(path));
    }

    private static JsonNode body(Supplier<Gateway.Answer> question) {
        Gateway.Answer answer;
        try {
            answer = question.get();
        } catch (GatewayFailure e) {
            throw new StackFailure(String.valueOf(e.getMessage()), e);
        }
        if (!answer.ok()) {
            throw new StackFailure(answer.problem());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
