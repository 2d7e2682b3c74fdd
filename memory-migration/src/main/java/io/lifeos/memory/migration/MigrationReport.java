package io.lifeos.memory.migration;

import java.util.Optional;

/**
 * What one run did, or, if it was a dry run, would have done. {@code read = migrated + updated + skipped + rejected}.
 *
 * @param dryRun whether nothing was written
 * @param read source rows read, of those selected
 * @param leftOut source rows that were not selected: soft-deleted, superseded, or without content
 * @param migrated rows that became new facts
 * @param updated rows whose fact was rewritten in place
 * @param repaired how many of the updated were facts that the Python program had migrated, and that were its rows' again by
 *     id and content
 * @param skipped rows whose fact was left as it is
 * @param errors the rejected rows, each with its reason
 * @param keptLocal facts that were changed here and left as they are, as
 *     only {@code force} overwrites them
 * @param orphaned ids of rows that were migrated earlier and are gone from the source, or are left
 *     out of it now; their facts stay
 * @param pruned facts of such rows that this run forgot, as it was asked to prune
 * @param unclaimed facts that the Python program had migrated under ids of rows that have other facts; they stay
 * @param retired duplicates among these that this run forgot, as it was asked to retire them
 * @param mapping how the rows that it brought over map to facts
 * @param stopped why the run stopped before its end; empty if it reached it
 */
public record MigrationReport(
        boolean dryRun,
        long read,
        long leftOut,
        long migrated,
        long updated,
        long repaired,
        long skipped,
        Rows<RejectedRow> errors,
        Rows<KeptFact> keptLocal,
        Rows<Object> orphaned,
        long pruned,
        Rows<UnclaimedFact> unclaimed,
        long retired,
        MappingReport mapping,
        Optional<String> stopped) {

    /**
     * The number of rejected rows.
     *
     * @return their number
     */
    public long rejected() {
        return errors.count();
    }

    /**
     * Whether every selected row now has its fact.
     *
     * @return true if the run reached its end and rejected nothing
     */
    public boolean success() {
        return stopped.isEmpty() && errors.isEmpty();
    }
}
