package daybook.eventlog;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The wire names of a sealed interface's records. An explicit table, so that a class can be renamed
 * without touching what is stored.
 */
public final class TypeTable<T> {

    private final Map<String, Class<? extends T>> classes;
    private final Map<Class<?>, String> names = new HashMap<>();

    private TypeTable(Map<String, Class<? extends T>> classes) {
        this.classes = Map.copyOf(classes);
        this.classes.forEach((name, type) -> names.put(type, name));
    }

    /**
     * @throws IllegalArgumentException if a record of {@code sealed} has no name or two
     */
    public static <T> TypeTable<T> of(Class<T> sealed, Map<String, Class<? extends T>> classes) {
        Set<Class<?>> permitted =
                sealed.isSealed()
                        ? Arrays.stream(sealed.getPermittedSubclasses()).collect(Collectors.toSet())
                        : Set.of(sealed);
        var table = new TypeTable<>(classes);
        if (!table.names.keySet().equals(permitted) || classes.size() != permitted.size()) {
            throw new IllegalArgumentException(
                    "Every record of %s needs exactly one wire name; the table has %s"
                            .formatted(sealed.getName(), classes));
        }
        return table;
    }

    /** Every wire name of the table with its class. */
    public Map<String, Class<? extends T>> classes() {
        return classes;
    }

    public Optional<Class<? extends T>> classOf(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    public String nameOf(T value) {
        String name = names.get(value.getClass());
        if (name == null) {
            throw new IllegalArgumentException(value.getClass() + " has no wire name");
        }
        return name;
    }
}
