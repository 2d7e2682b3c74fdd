package io.lifeos.memory.migration;

import java.time.Instant;
import java.util.Optional;

/**
 * The options that a host set.
 *
 * @param batchSize the most rows in a transaction
 * @param force true to rewrite every fact
 * @param acceptChangedContents true to rewrite facts however many rows have another content than they
 * @param allowLeftOut true to call a run complete that left out over half of the rows, as they have no content
 * @param forgetGone true to forget facts whose rows are gone
 * @param forgetDuplicates true to forget facts that an earlier tool made of a row that has one already
 * @param dryRun true to write nothing
 * @param sourceName the name of the source, in place of its identity
 * @param embeddingModel the model that made the vectors of rows that name none in a column or the metadata
 * @param undatedTime the time of facts whose rows have none, on their first import; by default that of the import
 * @param rejectLimit the share of rejected rows, 0 to 1, above which a run stops
 * @param listener follows the progress
 */
record MigrationOptions(
        int batchSize,
        boolean force,
        boolean acceptChangedContents,
        boolean allowLeftOut,
        boolean forgetGone,
        boolean forgetDuplicates,
        boolean dryRun,
        Optional<String> sourceName,
        Optional<String> embeddingModel,
        Optional<Instant> undatedTime,
        double rejectLimit,
        MigrationListener listener) {

    private static final int MOST_ROWS_IN_A_PAGE = 1_000;

    /** Tells whether facts are rewritten however many rows have another content. */
    boolean acceptsChangedContents() {
        return force || acceptChangedContents;
    }

    /** The number of rows that are compared at a time. */
    int pageSize() {
        return Math.min(batchSize, MOST_ROWS_IN_A_PAGE);
    }
}
