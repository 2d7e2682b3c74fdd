package io.lifeos.memory.archive;

import io.lifeos.memory.archive.profile.ColumnRole;
import java.util.Set;

/**
 * A column of the archive table, a part of one, or a value that a side table has for a row.
 *
 * @param name its name; for a member of a JSON column, {@code column->>member}
 * @param type its type, as PostgreSQL writes it without a length; {@code text} for a part
 * @param role its meaning; a key column that has a meaning of its own, such as {@code created_at}, keeps that
 */
public record ArchiveColumn(String name, String type, ColumnRole role) {

    private static final Set<String> JSON_TYPES = Set.of("smallint", "integer", "bigint", "boolean", "json", "jsonb");

    private static final Set<String> NUMBERS = Set.of("numeric", "real", "double precision");

    /**
     * Tells whether the row hash covers it.
     *
     * @return true unless it is merely part of the key or a counter
     */
    public boolean hashed() {
        return role != ColumnRole.KEY && role != ColumnRole.COUNTER;
    }

    /**
     * Tells whether a text of it is JSON as it stands, so that JSON has it without quotes.
     *
     * @param text a text of this column
     * @return true for integers, booleans and JSON itself, and for a number that is finite
     */
    public boolean isJson(String text) {
        return JSON_TYPES.contains(type) || (NUMBERS.contains(type) && text.matches("[-+.0-9e]+"));
    }

    /** Tells whether JSON has its texts without quotes where possible. */
    public boolean isOfJsonType() {
        return JSON_TYPES.contains(type) || NUMBERS.contains(type);
    }
}
