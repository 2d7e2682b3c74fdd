package io.lifeos.memory.migration;

import java.time.Instant;
import java.util.Optional;

/**
 * What a host asked for.
 *
 * @param batchSize the most rows in a transaction
 * @param force whether every fact is rewritten
 * @param prune whether facts whose rows are gone are forgotten
 * @param forgetDuplicates whether facts are forgotten that an earlier tool made of a row that has one
 * @param dryRun whether nothing is written
 * @param sourceName the name of the source, in place of its identity
 * @param embeddingModel what made the vectors, where neither a column nor the metadata says so
 * @param undatedTime the time of facts whose rows have none, on their first import; by default that of the import
 * @param rejectLimit the share of rejected rows, 0 to 1, above which a run stops
 * @param listener is told how far it has come
 */
record MigrationOptions(
        int batchSize,
        boolean force,
        boolean prune,
        boolean forgetDuplicates,
        boolean dryRun,
        Optional<String> sourceName,
        Optional<String> embeddingModel,
        Optional<Instant> undatedTime,
        double rejectLimit,
        MigrationListener listener) {

    private static final int MOST_ROWS_IN_A_PAGE = 1_000;

    /** How many rows are compared at a time. */
    int pageSize() {
        return Math.min(batchSize, MOST_ROWS_IN_A_PAGE);
    }
}
