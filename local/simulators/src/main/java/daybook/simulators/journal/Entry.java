package daybook.simulators.journal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One request that was carried out or refused: the objects as they are after it, and what is needed
 * to give the same answer again.
 *
 * @param key the client's idempotency key, or empty
 * @param fingerprint of what was asked, to tell a repetition from another use of the key
 * @param status the HTTP status of the answer
 * @param error the error of a refusal, or empty
 * @param objects each with an {@code id}, and with {@code names} if it has others; the answer shows
 *     the first
 */
public record Entry(
        String key, String fingerprint, int status, JsonObject error, List<JsonObject> objects) {

    public Entry {
        objects = List.copyOf(objects);
    }

    JsonObject toJson() {
        var json = new JsonObject();
        if (!key.isEmpty()) {
            json.put("key", key).put("print", fingerprint);
        }
        if (!error.isEmpty()) {
            json.put("error", error);
        }
        return json.put("status", status).put("objects", new JsonArray(objects));
    }

    static Entry of(JsonObject json) {
        return new Entry(
                json.getString("key", ""),
                json.getString("print", ""),
                json.getInteger("status"),
                json.getJsonObject("error", new JsonObject()),
                json.getJsonArray("objects").stream().map(JsonObject.class::cast).toList());
    }
}
