package daybook.eventlog.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds the form in which a service's states are stored to the number that says so. States may take
 * any form, as the log gives them again, but only if the number is raised with it. Events are part
 * of some states, so that a change of an event may be one of the states too.
 */
public final class StateForms {

    private StateForms() {}

    /**
     * Compares the states with {@code src/test/resources/golden/states.schemaN.txt}.
     *
     * @param types the states' records by the names that they are stored under
     */
    public static void check(String service, int schema, Map<String, ? extends Class<?>> types) {
        Path file = Path.of("src/test/resources/golden/states.schema%d.txt".formatted(schema));
        String write =
                "./daybook test -pl services/%s -am -Dtest=*StatesTest -Dsurefire.failIfNoSpecifiedTests=false -Dgolden=write"
                        .formatted(service);
        List<String> form = describe(types);
        try {
            if ("write".equals(System.getProperty("golden")) && !Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, String.join("\n", form) + "\n");
            }
            assertThat(file).as("Nobody says what schema %d is: %s", schema, write).exists();
            assertThat(form)
                    .as(
                            "The states of %s are stored differently, but cached ones of schema %d would be read. Raise STATE_SCHEMA to %d, so that they are posted again from the log, and run: %s",
                            service, schema, schema + 1, write)
                    .isEqualTo(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> describe(Map<String, ? extends Class<?>> types) {
        var lines = new TreeMap<String, String>();
        types.forEach((name, type) -> {
            describe(type, lines);
            lines.put("\"" + name + "\"", type.getSimpleName());
        });
        return lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue())
                .toList();
    }

    private static void describe(Type type, Map<String, String> lines) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(part -> describe(part, lines));
        } else if (type instanceof Class<?> plain && !lines.containsKey(plain.getSimpleName())) {
            if (plain.isEnum()) {
                lines.put(plain.getSimpleName(), Arrays.toString(plain.getEnumConstants()));
            } else if (plain.isRecord()) {
                lines.put(plain.getSimpleName(), components(plain));
                Arrays.stream(plain.getRecordComponents())
                        .forEach(component -> describe(component.getGenericType(), lines));
            }
        }
    }

    private static String components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(component -> component.getName() + " " + simple(component.getGenericType()))
                .collect(Collectors.joining(", "));
    }

    private static String simple(Type type) {
        return type.getTypeName().replaceAll("[\\w.$]+[.$]", "");
    }
}
