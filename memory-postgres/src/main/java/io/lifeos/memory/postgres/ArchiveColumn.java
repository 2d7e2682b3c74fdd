package io.lifeos.memory.postgres;

import java.util.Set;

/**
 * A column of the archive table, a part of one, or what a table beside it says of a row.
 *
 * @param name its name; for a member of a JSON column, {@code column->>member}
 * @param type its type, as PostgreSQL writes it without a length; {@code text} for a part
 * @param role what it means; a key column that has a meaning of its own, such as {@code created_at}, keeps that
 */
public record ArchiveColumn(String name, String type, ColumnRole role) {

    private static final Set<String> JSON_TYPES = Set.of("smallint", "integer", "bigint", "boolean", "json", "jsonb");

    /**
     * Whether the row hash covers it.
     *
     * @return true unless it is merely part of the key or a counter
     */
    public boolean hashed() {
        return role != ColumnRole.KEY && role != ColumnRole.COUNTER;
    }

    /**
     * Whether its texts are JSON as they stand, so that JSON has them without quotes.
     *
     * @return true for integers, booleans and JSON itself
     */
    public boolean isJson() {
        return JSON_TYPES.contains(type);
    }
}
