package io.lifeos.memory.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Cuts a page so that only so many bytes of rows are in memory at once. */
final class KeyGroups {

    /** A group holds more only if a single row does. */
    private static final long MOST_BYTES = 4L << 20;

    private KeyGroups() {}

    static <K> List<List<K>> of(List<K> keys, ToLongFunction<K> bytesOf) {
        List<List<K>> groups = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < keys.size(); i++) {
            long more = bytesOf.applyAsLong(keys.get(i));
            if (i > from && bytes + more > MOST_BYTES) {
                groups.add(keys.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        if (from < keys.size()) {
            groups.add(keys.subList(from, keys.size()));
        }
        return groups;
    }
}
