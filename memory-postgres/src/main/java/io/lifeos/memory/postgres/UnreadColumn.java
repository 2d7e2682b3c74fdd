package io.lifeos.memory.postgres;

/**
 * A column, or a part of one, that is not read.
 *
 * @param name its name; for a member of a JSON column, {@code column->>member}
 * @param reason why not
 */
public record UnreadColumn(String name, String reason) {}
