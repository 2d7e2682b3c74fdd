package io.lifeos.memory.archive;

import io.lifeos.memory.archive.profile.ColumnRole;
import java.util.Set;

/** Holds the values of an {@link ArchiveColumn}. */
record ArchiveColumnRecord(String name, String type, ColumnRole role) implements ArchiveColumn {

    private static final Set<String> JSON_TYPES = Set.of("smallint", "integer", "bigint", "boolean", "json", "jsonb");

    private static final Set<String> NUMBERS = Set.of("numeric", "real", "double precision");

    @Override
    public boolean hashed() {
        return role != ColumnRole.KEY && role != ColumnRole.COUNTER;
    }

    @Override
    public boolean isJson(String text) {
        return JSON_TYPES.contains(type) || (NUMBERS.contains(type) && text.matches("[-+.0-9e]+"));
    }

    @Override
    public boolean isOfJsonType() {
        return JSON_TYPES.contains(type) || NUMBERS.contains(type);
    }
}
