package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchivalKey;
import java.util.ArrayList;
import java.util.List;

/** Cuts a page so that only so many bytes of rows are in memory at once. */
final class KeyGroups {

    /** A group holds more only if a single row does. */
    private static final long MOST_BYTES = 8L << 20;

    private KeyGroups() {}

    static List<List<ArchivalKey>> of(List<ArchivalKey> keys) {
        List<List<ArchivalKey>> groups = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < keys.size(); i++) {
            if (i > from && bytes + keys.get(i).bytes() > MOST_BYTES) {
                groups.add(keys.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += keys.get(i).bytes();
        }
        if (from < keys.size()) {
            groups.add(keys.subList(from, keys.size()));
        }
        return groups;
    }
}
