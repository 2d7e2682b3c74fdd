package io.lifeos.memory.archive.table;

import java.time.ZoneId;
import java.util.Set;

/**
 * The options for reading an archive.
 *
 * @param table the table, and the meaning of its columns
 * @param includeLeftOut true if retired rows, and those of a tool or the system, are read too
 * @param embeddings true if the embedding is read and hashed
 * @param sourceZone the zone of a time that names none
 * @param leftOutColumns the columns that are not read
 */
public record ArchiveOptions(
        TableSpec table, boolean includeLeftOut, boolean embeddings, ZoneId sourceZone, Set<String> leftOutColumns) {

    /** Copies the columns. */
    public ArchiveOptions {
        leftOutColumns = Set.copyOf(leftOutColumns);
    }
}
