package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.TableLayout;
import java.util.Optional;

/**
 * Counts a run. A run may have to begin anew on a fresh snapshot; what it did before then is remembered by fact, so that
 * a row which an earlier attempt migrated is not counted as skipped.
 */
final class RunTally {

    private final FactIds migratedFacts = new FactIds();
    private final FactIds updatedFacts = new FactIds();
    private final FactIds repairedFacts = new FactIds();

    private final boolean dryRun;
    private MappingTally mapping = new MappingTally();

    private FactIds seen = new FactIds();
    private Rows.Collector<RejectedRow> rejects = new Rows.Collector<>();
    private Rows.Collector<KeptFact> kept = new Rows.Collector<>();
    private Rows.Collector<Object> orphaned = new Rows.Collector<>();
    private Rows.Collector<UnclaimedFact> unclaimed = new Rows.Collector<>();
    private boolean begun;
    private long leftOut;
    private long read;
    private long migrated;
    private long updated;
    private long repaired;
    private long skipped;
    private long pruned;
    private long retired;

    RunTally(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Counts anew, on a fresh snapshot. How rows map is counted when they are written, so that stays counted. */
    void restart(TableLayout table, long leftOutRows) {
        begun = true;
        if (dryRun) {
            mapping = new MappingTally();
        }
        mapping.readFrom(table);
        seen = new FactIds();
        rejects = new Rows.Collector<>();
        kept = new Rows.Collector<>();
        orphaned = new Rows.Collector<>();
        unclaimed = new Rows.Collector<>();
        leftOut = leftOutRows;
        read = 0;
        migrated = 0;
        updated = 0;
        repaired = 0;
        skipped = 0;
    }

    /** Whether a snapshot was ever there to be counted. */
    boolean hasBegun() {
        return begun;
    }

    void read(int rows) {
        read += rows;
    }

    /** A row that became a fact. */
    void migrated(long factId, MappedMemory memory) {
        mapping.add(memory.memory());
        migratedFacts.add(factId);
        countExisting(factId);
    }

    /** A row whose fact was rewritten, or would be. A forced run may come by it again, on a fresh snapshot. */
    void updated(long factId, MappedMemory memory) {
        if (dryRun || !(migratedFacts.contains(factId) || updatedFacts.contains(factId))) {
            mapping.add(memory.memory());
        }
        updatedFacts.add(factId);
        countExisting(factId);
    }

    /** A row whose fact the Python program had migrated: it was rewritten, or would be. */
    void repaired(long factId, MappedMemory memory) {
        repairedFacts.add(factId);
        updated(factId, memory);
    }

    void unchanged(long factId) {
        countExisting(factId);
    }

    /** A row that a dry run would migrate; it has no fact yet. */
    void wouldMigrate(MappedMemory memory) {
        mapping.add(memory.memory());
        migrated++;
    }

    /** A fact that is left alone, as it was changed here. One that was edited is reported at the end, with all such. */
    void kept(KeptFact fact) {
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

    void edited(KeptFact fact) {
        kept.add(fact);
    }

    /** A row that could not be stored. The fact that it may have had before stays, and is not taken for an orphan. */
    void rejected(RejectedRow row) {
        rejects.add(row);
    }

    void seen(long factId) {
        seen.add(factId);
    }

    void orphaned(Object id) {
        orphaned.add(id);
    }

    void unclaimed(UnclaimedFact fact) {
        unclaimed.add(fact);
    }

    boolean hasSeen(long factId) {
        return seen.contains(factId);
    }

    long seenFacts() {
        return seen.size();
    }

    long read() {
        return read;
    }

    long rejected() {
        return rejects.count();
    }

    void pruned(long facts) {
        pruned += facts;
    }

    void retired(long facts) {
        retired += facts;
    }

    MigrationReport report(Optional<String> stopped) {
        return new MigrationReport(
                dryRun,
                read,
                leftOut,
                migrated,
                updated,
                repaired,
                skipped,
                rejects.rows(),
                kept.rows(),
                orphaned.rows(),
                pruned,
                unclaimed.rows(),
                retired,
                mapping.report(),
                stopped);
    }
}
