package daybook.simulators.server;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What goes back to the client. */
public record Answer(int status, JsonObject body, Map<String, String> headers) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    public Answer(int status, JsonObject body) {
        this(status, body, Map.of());
    }
}
