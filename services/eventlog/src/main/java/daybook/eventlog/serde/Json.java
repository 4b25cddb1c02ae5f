package daybook.eventlog.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import daybook.eventlog.TypeTable;
import java.io.IOException;
import java.util.Arrays;

/**
 * How records are stored: compact JSON, instants as RFC 3339 text. Unknown fields are ignored, so
 * that answers and states may come to say more; commands and events have versions.
 */
public final class Json {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .addModule(new Jdk8Module())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    private Json() {}

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    /**
     * @throws UnreadableException if the bytes are not the JSON of such a record, complete and
     *     without nulls
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new UnreadableException(
                    "Not a %s: %s".formatted(type.getSimpleName(), firstLine(e)), e);
        }
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads a command or event in the form in which it was stored.
     *
     * @return what it is in today's form
     * @throws NewerVersionException if a newer release has written it
     * @throws UnreadableException if the bytes are not what name and version say
     */
    public static <T> T read(byte[] json, TypeTable<T> types, String name, int version) {
        if (types.classOf(name).isEmpty()) {
            throw new UnreadableException("nothing is known by the name " + name);
        }
        int known = types.version(name);
        if (version > known) {
            throw new NewerVersionException(
                    "%s is stored in version %d, and this release knows it up to %d: update this replica to the release that wrote it"
                            .formatted(name, version, known));
        }
        Class<?> form =
                types.form(name, version)
                        .orElseThrow(() ->
                                new UnreadableException(
                                        "%s never had a version %d".formatted(name, version)));
        return types.today(name, read(json, form));
    }

    private static String firstLine(Exception e) {
        return Arrays.stream(String.valueOf(e.getMessage()).split("\n", 2)).findFirst().orElse("");
    }
}
