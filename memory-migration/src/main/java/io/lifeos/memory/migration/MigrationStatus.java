package io.lifeos.memory.migration;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a migration stands. What could not be looked at is empty, never 0.
 *
 * @param postgresAvailable whether the source could be read
 * @param reason why it could not; empty if it could
 * @param postgresCount source rows selected for migration
 * @param leftOut source rows that are not: soft-deleted, superseded, or without content
 * @param sqliteCount facts in the local memory, of whatever origin, forgotten ones included
 * @param migratedCount facts that are linked to a row of this source
 * @param pendingCount selected rows that have no link yet, found by looking for each id
 */
public record MigrationStatus(
        boolean postgresAvailable,
        Optional<String> reason,
        OptionalLong postgresCount,
        OptionalLong leftOut,
        long sqliteCount,
        OptionalLong migratedCount,
        OptionalLong pendingCount) {}
