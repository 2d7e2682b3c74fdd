package io.lifeos.memory.migration;

import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.migration.MigrationTarget.Written;
import io.lifeos.memory.migration.flow.FactIds;
import io.lifeos.memory.migration.flow.Page;
import java.util.Optional;

/**
 * Counts a run; {@link SourcePass} alone tells it what happened. A row is read once its outcome is counted: migrated,
 * updated, skipped or rejected. A run may have to begin anew on a fresh snapshot; what it did before then is remembered by
 * fact, so that a row which an earlier attempt migrated is not counted as skipped.
 */
final class RunTally {

    private final FactIds migratedFacts = new FactIds();
    private final FactIds updatedFacts = new FactIds();
    private final FactIds repairedFacts = new FactIds();

    private final boolean dryRun;
    private MappingTally mapping = new MappingTally();

    private FactIds seen = new FactIds();
    private Listed.Collector<RejectedRow> rejects = new Listed.Collector<>();
    private Listed.Collector<KeptFact> kept = new Listed.Collector<>();
    private Listed.Collector<Object> orphaned = new Listed.Collector<>();
    private Listed.Collector<UnclaimedFact> unclaimed = new Listed.Collector<>();
    private boolean begun;
    private Optional<String> tableName = Optional.empty();
    private long readBefore;
    private long leftOut;
    private long migrated;
    private long updated;
    private long repaired;
    private long skipped;
    private long erased;
    private long leftOutForgotten;
    private long goneForgotten;
    private long duplicatesForgotten;

    RunTally(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Counts anew, on a fresh snapshot. How rows map is counted when they are written, so that stays counted. */
    void restart(TableLayout table, long leftOutRows) {
        begun = true;
        readBefore = furthest();
        if (dryRun) {
            mapping = new MappingTally();
        }
        tableName = Optional.of(table.qualifiedName());
        mapping.readFrom(table);
        seen = new FactIds();
        rejects = new Listed.Collector<>();
        kept = new Listed.Collector<>();
        orphaned = new Listed.Collector<>();
        unclaimed = new Listed.Collector<>();
        leftOut = leftOutRows;
        erased = 0;
        migrated = 0;
        updated = 0;
        repaired = 0;
        skipped = 0;
    }

    /** Tells whether there was a snapshot to count yet. */
    boolean hasBegun() {
        return begun;
    }

    /** Tells whether a fact was written, or in a dry run would have been, on this snapshot or an earlier one. */
    boolean hasWritten() {
        return migratedFacts.size() + updatedFacts.size() > 0;
    }

    /** Counts the rows of a page that are not to be written, as their facts are up to date. */
    void count(Page page) {
        page.linked().forEach(seen::add);
        erased += page.erased();
        page.unchanged().forEach(this::countExisting);
    }

    /** Counts the rows of a transaction. */
    void count(Written written) {
        BatchPlan plan = written.plan();
        for (int i = 0; i < plan.inserts().size(); i++) {
            mapping.add(plan.inserts().get(i));
            if (dryRun) {
                migrated++;
            } else {
                countMigrated(written.newFacts().get(i));
            }
        }
        plan.updates().forEach(this::countUpdated);
        plan.claims().forEach(claim -> {
            repairedFacts.add(claim.factId());
            countUpdated(claim);
        });
        erased += plan.erased();
        plan.unchanged().forEach(this::countExisting);
        plan.kept().forEach(this::countKept);
        written.rejected().forEach(this::rejected);
        if (dryRun) {
            plan.unclaimed().forEach(unclaimed::add);
            duplicatesForgotten += written.duplicates();
        }
    }

    private void countMigrated(long factId) {
        migratedFacts.add(factId);
        countExisting(factId);
    }

    /** A row whose fact was rewritten, or would be. A forced run may come by it again, on a fresh snapshot. */
    private void countUpdated(BatchPlan.Update update) {
        long factId = update.factId();
        if (dryRun || !(migratedFacts.contains(factId) || updatedFacts.contains(factId))) {
            mapping.add(update.memory());
        }
        updatedFacts.add(factId);
        countExisting(factId);
    }

    /** A fact that is left alone, as it was changed here. One that was edited is reported at the end, with all such. */
    private void countKept(KeptFact fact) {
        countExisting(fact.factId());
        if (fact.reason() == KeptFact.Reason.FORGOTTEN) {
            kept.add(fact);
        }
    }

    private void countExisting(long factId) {
        seen.add(factId);
        if (migratedFacts.contains(factId)) {
            migrated++;
        } else if (updatedFacts.contains(factId)) {
            updated++;
            repaired += repairedFacts.contains(factId) ? 1 : 0;
        } else {
            skipped++;
        }
    }

    /** A row that could not be stored. The fact that it may have had before stays, and is not taken for an orphan. */
    void rejected(RejectedRow row) {
        rejects.add(row);
    }

    void edited(KeptFact fact) {
        kept.add(fact);
    }

    void orphaned(Object id) {
        orphaned.add(id);
    }

    void unclaimed(UnclaimedFact fact) {
        unclaimed.add(fact);
    }

    void forgotLeftOut(long facts) {
        leftOutForgotten += facts;
    }

    void forgotGone(long facts) {
        goneForgotten += facts;
    }

    void forgotDuplicates(long facts) {
        duplicatesForgotten += facts;
    }

    boolean hasSeen(long factId) {
        return seen.contains(factId);
    }

    long seenFacts() {
        return seen.size();
    }

    /** The number of rows whose outcome is counted. */
    long read() {
        return migrated + updated + skipped + rejects.count();
    }

    /** The number of selected rows that are left out, as their facts were erased here. */
    long erased() {
        return erased;
    }

    /** The largest number of rows that this or an earlier snapshot came to, all of which are done. */
    long furthest() {
        return Math.max(readBefore, read() + erased);
    }

    long rejected() {
        return rejects.count();
    }

    MigrationReport report(Optional<String> stopped) {
        return counts().stopped(stopped).build();
    }

    /** Returns the counts of how the rows that were brought over map to facts. */
    MappingTally mapping() {
        return mapping;
    }

    /** A report of all that was counted. */
    MigrationReport.Builder counts() {
        return MigrationReport.builder()
                .table(tableName)
                .dryRun(dryRun)
                .read(read())
                .leftOut(leftOut + erased)
                .migrated(migrated)
                .updated(updated)
                .repaired(repaired)
                .skipped(skipped)
                .errors(rejects.rows())
                .keptLocal(kept.rows())
                .orphaned(orphaned.rows())
                .leftOutForgotten(leftOutForgotten)
                .goneForgotten(goneForgotten)
                .unclaimed(unclaimed.rows())
                .duplicatesForgotten(duplicatesForgotten)
                .mapping(mapping.report())
                .undated(mapping.undated());
    }
}
