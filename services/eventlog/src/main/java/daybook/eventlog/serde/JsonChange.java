package daybook.eventlog.serde;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place in which two JSON documents differ.
 *
 * @param path a JSON pointer (RFC 6901)
 * @param before absent if the first document has nothing there
 * @param after absent if the second document has nothing there
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JsonChange(String path, Optional<JsonNode> before, Optional<JsonNode> after) {

    /** All differences, each as deep in the documents as it can be told. */
    public static List<JsonChange> between(Object before, Object after) {
        List<JsonChange> changes = new ArrayList<>();
        compare("", Json.tree(before), Json.tree(after), changes);
        return changes;
    }

    private static void compare(
            String path,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            List<JsonChange> changes) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before == null || after == null || before.getNodeType() != after.getNodeType()) {
            changes.add(
                    new JsonChange(path, Optional.ofNullable(before), Optional.ofNullable(after)));
            return;
        }
        switch (before.getNodeType()) {
            case OBJECT -> {
                Set<String> names = new TreeSet<>();
                before.fieldNames().forEachRemaining(names::add);
                after.fieldNames().forEachRemaining(names::add);
                for (String name : names) {
                    compare(
                            path + "/" + name.replace("~", "~0").replace("/", "~1"),
                            before.get(name),
                            after.get(name),
                            changes);
                }
            }
            case ARRAY -> {
                for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                    compare(path + "/" + i, before.get(i), after.get(i), changes);
                }
            }
            default -> changes.add(new JsonChange(path, Optional.of(before), Optional.of(after)));
        }
    }
}
