package daybook.eventlog.serde;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;

/** A value within an answer, in the form in which it is stored. */
public record RawJson(@JsonValue @JsonRawValue String text) {

    public static RawJson of(Object stored) {
        return new RawJson(new String(Json.write(stored), StandardCharsets.UTF_8));
    }
}
