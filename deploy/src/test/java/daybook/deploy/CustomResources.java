package daybook.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds resources of kinds without Java types against custom-resources.txt. */
final class CustomResources {

    private static final Set<String> FIELDS = fields();

    private CustomResources() {}

    private static Set<String> fields() {
        try (InputStream file =
                CustomResources.class.getResourceAsStream("/custom-resources.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields of the resource that are not in the list, or of another type than there. */
    static List<String> unknownFields(JsonNode resource) {
        List<String> unknown = new ArrayList<>();
        String type = StrictReading.type(resource);
        walk(type, "spec", resource.path("spec"), unknown);
        return unknown;
    }

    private static void walk(String type, String path, JsonNode value, List<String> unknown) {
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> {
                        String known = path + ".*";
                        boolean anyKey = FIELDS.contains(line(type, known, field.getValue()));
                        walk(
                                type,
                                anyKey ? known : path + "." + field.getKey(),
                                field.getValue(),
                                unknown);
                    });
        } else if (value.isArray()) {
            value.forEach(item -> walk(type, path + "[]", item, unknown));
        } else if (!FIELDS.contains(line(type, path, value))) {
            unknown.add(line(type, path, value));
        }
    }

    private static String line(String type, String path, JsonNode value) {
        return "%s %s %s"
                .formatted(type, path, value.getNodeType().name().toLowerCase(Locale.ROOT));
    }
}
