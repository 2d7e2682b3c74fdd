package io.lifeos.memory.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into values that every writer of JSON has a form for: strings, numbers, booleans, nulls, and lists and maps
 * of these.
 */
public final class PlainValues {

    private PlainValues() {}

    /**
     * Returns the values of a record.
     *
     * @param record a record of a package that this one can look into
     * @return the plain values by name, in the order of the components, in a map of the caller's own
     */
    public static Map<String, @Nullable Object> of(Record record) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            values.put(component.getName(), plain(read(component.getAccessor(), record)));
        }
        return values;
    }

    private static @Nullable Object read(Method accessor, Record record) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The accessor " + accessor + " of a record always can be called.", e);
        }
    }

    /** A value that is none of the known ones, such as a time or a path, has its form as text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        } else if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null));
        } else if (value instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        } else if (value instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        } else if (value instanceof Record record) {
            return of(record);
        } else if (value instanceof Collection<?> collection) {
            return collection.stream().map(PlainValues::plain).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            map.forEach((name, each) -> values.put(String.valueOf(name), plain(each)));
            return values;
        }
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }
}
