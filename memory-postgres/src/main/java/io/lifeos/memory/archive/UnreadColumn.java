package io.lifeos.memory.archive;

/**
 * A column, or a part of one, that is not read.
 *
 * @param name its name; for a member of a JSON column, {@code column->>member}
 * @param reason the reason not to read it
 */
public record UnreadColumn(String name, String reason) {}
