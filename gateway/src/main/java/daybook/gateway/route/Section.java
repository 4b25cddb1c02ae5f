package daybook.gateway.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML mapping that knows its line, expands {@code ${NAME:default}} and remembers which keys were
 * asked for, so that the rest can be refused.
 */
final class Section {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)(?::([^}]*))?}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})([km]?)");

    private final String what;
    private final Node at;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Function<String, Optional<String>> variables;

    /**
     * @param what how an error names this section, e.g. {@code upstream 'order'}
     * @param variables values for {@code ${NAME}}
     */
    Section(String what, Node node, Function<String, Optional<String>> variables) {
        this.what = what;
        this.at = node;
        this.variables = variables;
        if (!(node instanceof MappingNode mapping)) {
            throw error(node, "must be a mapping of keys to values");
        }
        for (NodeTuple pair : mapping.getValue()) {
            String key = scalar(pair.getKeyNode(), "a key");
            if (values.put(key, pair.getValueNode()) != null) {
                throw error(pair.getKeyNode(), "key '" + key + "' is there twice: remove one");
            }
        }
    }

    Optional<String> text(String key) {
        asked.add(key);
        Node node = values.get(key);
        return node == null ? Optional.empty() : Optional.of(scalar(node, "'" + key + "'"));
    }

    boolean isList(String key) {
        return values.get(key) instanceof SequenceNode;
    }

    String required(String key) {
        return text(key).orElseThrow(() -> error("key '" + key + "' is missing: add it"));
    }

    long number(String key, long fallback, long min, long max) {
        return text(key).map(text -> number(key, text, min, max)).orElse(fallback);
    }

    long number(String key, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below, with the range
        }
        throw error(
                key, "'" + key + "' is " + text + ": write a number from " + min + " to " + max);
    }

    double ratio(String key, double fallback) {
        String text = text(key).orElse(Double.toString(fallback));
        if (!text.matches("0?\\.\\d+|1|1\\.0+")) {
            throw error(key, "'" + key + "' is " + text + ": write a share such as 0.5");
        }
        return Double.parseDouble(text);
    }

    Optional<Duration> duration(String key) {
        return text(key)
                .map(text -> {
                    Matcher m = DURATION.matcher(text);
                    if (!m.matches() || Long.parseLong(m.group(1)) == 0) {
                        throw error(key, "'" + key + "' is " + text + ": write 250ms, 5s or 2m");
                    }
                    long n = Long.parseLong(m.group(1));
                    return switch (m.group(2)) {
                        case "ms" -> Duration.ofMillis(n);
                        case "s" -> Duration.ofSeconds(n);
                        default -> Duration.ofMinutes(n);
                    };
                });
    }

    Optional<Long> bytes(String key) {
        return text(key)
                .map(text -> {
                    Matcher m = BYTES.matcher(text);
                    if (!m.matches()) {
                        throw error(key, "'" + key + "' is " + text + ": write bytes, 64k or 2m");
                    }
                    long n = Long.parseLong(m.group(1));
                    return switch (m.group(2)) {
                        case "k" -> n << 10;
                        case "m" -> n << 20;
                        default -> n;
                    };
                });
    }

    Set<String> texts(String key) {
        asked.add(key);
        Set<String> texts = new LinkedHashSet<>();
        for (Node node : sequence(key)) {
            if (!texts.add(scalar(node, "an entry of '" + key + "'"))) {
                throw error(node, "'" + key + "' names something twice: remove one");
            }
        }
        return texts;
    }

    /** All of it, if it is nothing but single values. */
    Map<String, String> texts() {
        asked.addAll(values.keySet());
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, node) -> texts.put(key, scalar(node, "'" + key + "'")));
        return texts;
    }

    Optional<Section> section(String key) {
        asked.add(key);
        Node node = values.get(key);
        return node == null
                ? Optional.empty()
                : Optional.of(new Section(what + ", '" + key + "'", node, variables));
    }

    /** The mappings in this one by key, each described by {@code kind} and its key. */
    Map<String, Section> named(String kind) {
        asked.addAll(values.keySet());
        Map<String, Section> sections = new LinkedHashMap<>();
        values.forEach((key, node) ->
                sections.put(key, new Section(kind + " '" + key + "'", node, variables)));
        return sections;
    }

    /** The mappings in the list at a key. */
    List<Section> list(String key, String kind) {
        asked.add(key);
        List<Section> sections = new ArrayList<>();
        for (Node node : sequence(key)) {
            sections.add(new Section(kind + " " + (sections.size() + 1), node, variables));
        }
        return sections;
    }

    /** Refuses keys that nobody asked for. */
    void refuseOthers() {
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                throw error(
                        entry.getValue(),
                        "key '" + entry.getKey() + "' is not known here; known are " + asked);
            }
        }
    }

    /** What this section says, or else what the defaults do; both are read, as both are used. */
    <T> Optional<T> or(@Nullable Section defaults, Function<Section, Optional<T>> read) {
        Optional<T> inherited = defaults == null ? Optional.empty() : read.apply(defaults);
        return read.apply(this).or(() -> inherited);
    }

    /** Where it begins, from 1. */
    int line() {
        return line(at);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    RouteFileException error(String problem) {
        return error(at, problem);
    }

    /** An error at the line of a key's value, if the key is there. */
    RouteFileException error(String key, String problem) {
        return error(values.getOrDefault(key, at), problem);
    }

    private RouteFileException error(Node node, String problem) {
        return new RouteFileException("line " + line(node) + ", " + what + ": " + problem);
    }

    private List<Node> sequence(String key) {
        Node node = values.get(key);
        return switch (node) {
            case null -> List.of();
            case SequenceNode sequence -> sequence.getValue();
            default -> throw error(node, "'" + key + "' must be a list");
        };
    }

    private String scalar(Node node, String name) {
        if (!(node instanceof ScalarNode scalar)) {
            throw error(node, name + " must be a single value");
        }
        return VARIABLE.matcher(scalar.getValue())
                .replaceAll(m -> Matcher.quoteReplacement(expand(node, m.group(1), m.group(2))));
    }

    private String expand(Node node, String name, @Nullable String fallback) {
        return variables
                .apply(name)
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(fallback))
                .orElseThrow(() ->
                        error(
                                node,
                                "${"
                                        + name
                                        + "} is not set: set it or write ${"
                                        + name
                                        + ":default}"));
    }
}
