package io.lifeos.memory.archive.table;

import java.time.ZoneId;

/**
 * What to read of an archive.
 *
 * @param table the table, and what its columns mean
 * @param includeLeftOut whether soft-deleted and superseded rows are read too
 * @param embeddings whether the embedding is read and hashed
 * @param sourceZone the zone of a time that names none
 */
public record ArchiveOptions(TableSpec table, boolean includeLeftOut, boolean embeddings, ZoneId sourceZone) {}
