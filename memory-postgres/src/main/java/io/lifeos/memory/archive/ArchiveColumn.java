package io.lifeos.memory.archive;

import io.lifeos.memory.archive.profile.ColumnRole;

/**
 * A column of the archive table, a part of one, or a value that a side table has for a row. Later versions may say more. Two
 * are equal if all their values are.
 */
public sealed interface ArchiveColumn permits ArchiveColumnRecord {

    /**
     * Returns a column.
     *
     * @param name its name; for a member of a JSON column, {@code column->>member}
     * @param type its type, as PostgreSQL writes it without a length; {@code text} for a part
     * @param role its meaning
     * @return the column
     */
    static ArchiveColumn of(String name, String type, ColumnRole role) {
        return new ArchiveColumnRecord(name, type, role);
    }

    /** {@return its name; for a member of a JSON column, {@code column->>member}} */
    String name();

    /** {@return its type, as PostgreSQL writes it without a length; {@code text} for a part} */
    String type();

    /** {@return its meaning; a key column that has a meaning of its own, such as {@code created_at}, keeps that} */
    ColumnRole role();

    /**
     * Tells whether the row hash covers it.
     *
     * @return true unless it is merely part of the key or a counter
     */
    boolean hashed();

    /**
     * Tells whether a text of it is JSON as it stands, so that JSON has it without quotes.
     *
     * @param text a text of this column
     * @return true for integers, booleans and JSON itself, and for a number that is finite
     */
    boolean isJson(String text);

    /**
     * Tells whether JSON has its texts without quotes where possible.
     *
     * @return true for numbers, booleans and JSON itself
     */
    boolean isOfJsonType();
}
