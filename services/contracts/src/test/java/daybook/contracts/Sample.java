package daybook.contracts;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Examples of any record of the contracts, the same each time; together they have every constant.
 */
final class Sample {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456Z");

    private final int number;

    private Sample(int number) {
        this.number = number;
    }

    static List<Object> of(Class<?> record) {
        return IntStream.range(0, constants(record))
                .mapToObj(number -> new Sample(number).record(record))
                .toList();
    }

    /** How many the largest enumeration in it has; at least 1. */
    private static int constants(Type type) {
        return switch (type) {
            case ParameterizedType list -> constants(list.getActualTypeArguments()[0]);
            case Class<?> t when t.isEnum() -> t.getEnumConstants().length;
            case Class<?> t when t.isRecord() ->
                    Arrays.stream(t.getRecordComponents())
                            .mapToInt(component -> constants(component.getGenericType()))
                            .max()
                            .orElse(1);
            default -> 1;
        };
    }

    private Object record(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values =
                Arrays.stream(components)
                        .map(component -> value(component.getName(), component.getGenericType()))
                        .toArray();
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("No example of " + record, e);
        }
    }

    private Object value(String name, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return List.of(value(name, list.getActualTypeArguments()[0]));
        }
        return switch (type) {
            case Class<?> t when t == String.class -> name;
            case Class<?> t when t == int.class -> 1;
            case Class<?> t when t == long.class -> 100L;
            case Class<?> t when t == boolean.class -> true;
            case Class<?> t when t == Instant.class -> NOON;
            case Class<?> t when t.isEnum() -> constant(t.getEnumConstants());
            case Class<?> t when t.isRecord() -> record(t);
            default -> throw new IllegalStateException("No example of %s %s".formatted(type, name));
        };
    }

    private Object constant(Object[] constants) {
        return constants[number % constants.length];
    }
}
