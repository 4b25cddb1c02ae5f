package daybook.eventlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The wire names of a sealed interface's records, and what was stored under these names before. An
 * explicit table, so that a class can be renamed without touching what is stored.
 *
 * <p>{@code "order-booked"} names today's form, {@code "order-booked.v1"} the first one: a record
 * that {@linkplain Supplier supplies} the form that came after it. Today's version follows from how
 * many there were before.
 */
public final class TypeTable<T> {

    private static final Pattern EARLIER = Pattern.compile("(.+)\\.v([1-9]\\d*)");

    private final Map<String, Class<? extends T>> today = new HashMap<>();
    private final Map<Class<?>, String> names = new HashMap<>();

    /** Of the names that have any: the form of version 1 first. */
    private final Map<String, List<Class<?>>> earlier = new HashMap<>();

    private TypeTable(Class<T> sealed, Map<String, ? extends Class<?>> classes) {
        var versions = new HashMap<String, Map<Integer, Class<?>>>();
        classes.forEach((key, type) -> {
            var past = EARLIER.matcher(key);
            if (past.matches()) {
                versions.computeIfAbsent(past.group(1), _ -> new HashMap<>())
                        .put(Integer.valueOf(past.group(2)), type);
            } else {
                today.put(key, type.asSubclass(sealed));
                names.put(type, key);
            }
        });
        versions.forEach((name, forms) -> earlier.put(name, inOrder(name, forms)));
    }

    private List<Class<?>> inOrder(String name, Map<Integer, Class<?>> forms) {
        if (!today.containsKey(name)) {
            throw new IllegalArgumentException(
                    "There is %s.v1, but no %s that it is read as today".formatted(name, name));
        }
        List<Class<?>> inOrder = new ArrayList<>();
        for (int version = 1; version <= forms.size(); version++) {
            Class<?> form = forms.get(version);
            if (form == null || !Supplier.class.isAssignableFrom(form)) {
                throw new IllegalArgumentException(
                        "%s.v%d needs a record that supplies the form that came after it; the table has %s"
                                .formatted(name, version, form));
            }
            inOrder.add(form);
        }
        return List.copyOf(inOrder);
    }

    /**
     * @throws IllegalArgumentException if a record of {@code sealed} has no name or two, or if the
     *     forms before it have a gap
     */
    public static <T> TypeTable<T> of(Class<T> sealed, Map<String, ? extends Class<?>> classes) {
        Set<Class<?>> permitted =
                sealed.isSealed()
                        ? Arrays.stream(sealed.getPermittedSubclasses()).collect(Collectors.toSet())
                        : Set.of(sealed);
        var table = new TypeTable<>(sealed, classes);
        if (!table.names.keySet().equals(permitted) || table.today.size() != permitted.size()) {
            throw new IllegalArgumentException(
                    "Every record of %s needs exactly one wire name; the table has %s"
                            .formatted(sealed.getName(), classes));
        }
        return table;
    }

    public Set<String> names() {
        return Set.copyOf(today.keySet());
    }

    public Optional<Class<? extends T>> classOf(String name) {
        return Optional.ofNullable(today.get(name));
    }

    public String nameOf(T value) {
        String name = names.get(value.getClass());
        if (name == null) {
            throw new IllegalArgumentException(value.getClass() + " has no wire name");
        }
        return name;
    }

    /** The version that is written today of what has this name. */
    public int version(String name) {
        return earlier.getOrDefault(name, List.of()).size() + 1;
    }

    /** The record that a version is read into; empty if there is none. */
    public Optional<Class<?>> form(String name, int version) {
        if (version == version(name)) {
            return Optional.ofNullable(today.get(name));
        }
        List<Class<?>> forms = earlier.getOrDefault(name, List.of());
        return version >= 1 && version <= forms.size()
                ? Optional.of(forms.get(version - 1))
                : Optional.empty();
    }

    /** Turns a record of any form of this name into today's, one version after the other. */
    public T today(String name, Object stored) {
        Class<? extends T> type = classOf(name).orElseThrow();
        Object form = stored;
        while (!type.isInstance(form)) {
            form = ((Supplier<?>) form).get();
        }
        return type.cast(form);
    }
}
