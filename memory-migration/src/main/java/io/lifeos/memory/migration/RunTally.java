package io.lifeos.memory.migration;

import io.lifeos.memory.postgres.ArchiveTable;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;

/**
 * Counts a run. A run may have to begin anew on a fresh snapshot; what it did before then is remembered by fact, so that
 * a row which an earlier attempt migrated is not counted as skipped.
 */
final class RunTally {

    private final BitSet migratedFacts = new BitSet();
    private final BitSet updatedFacts = new BitSet();

    private final MappingTally mapping = new MappingTally();

    private BitSet seen = new BitSet();
    private Rows.Collector<RejectedRow> rejects = new Rows.Collector<>();
    private Rows.Collector<KeptFact> kept = new Rows.Collector<>();
    private Rows.Collector<Object> orphaned = new Rows.Collector<>();
    private boolean begun;
    private long leftOut;
    private long read;
    private long migrated;
    private long updated;
    private long skipped;
    private long pruned;

    /** Counts anew, on a fresh snapshot. */
    void restart(ArchiveTable table, long leftOutRows) {
        begun = true;
        mapping.readFrom(table);
        seen = new BitSet();
        rejects = new Rows.Collector<>();
        kept = new Rows.Collector<>();
        orphaned = new Rows.Collector<>();
        leftOut = leftOutRows;
        read = 0;
        migrated = 0;
        updated = 0;
        skipped = 0;
    }

    /** Whether a snapshot was ever there to be counted. */
    boolean hasBegun() {
        return begun;
    }

    /** Rows that became, or would become, facts, new or rewritten. */
    void brought(Collection<MappedMemory> memories) {
        memories.forEach(memory -> mapping.add(memory.memory()));
    }

    void read(int rows) {
        read += rows;
    }

    void migrated(long factId) {
        migratedFacts.set(Math.toIntExact(factId));
        countExisting(factId);
    }

    void updated(long factId) {
        updatedFacts.set(Math.toIntExact(factId));
        countExisting(factId);
    }

    void unchanged(long factId) {
        countExisting(factId);
    }

    /** A row that a dry run would migrate; it has no fact yet. */
    void wouldMigrate() {
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
        int fact = Math.toIntExact(factId);
        seen.set(fact);
        if (migratedFacts.get(fact)) {
            migrated++;
        } else if (updatedFacts.get(fact)) {
            updated++;
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
        seen.set(Math.toIntExact(factId));
    }

    void orphaned(Object id) {
        orphaned.add(id);
    }

    boolean hasSeen(long factId) {
        return seen.get(Math.toIntExact(factId));
    }

    long seenFacts() {
        return seen.cardinality();
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

    MigrationReport report(boolean dryRun, Optional<String> stopped) {
        return new MigrationReport(
                dryRun,
                read,
                leftOut,
                migrated,
                updated,
                skipped,
                rejects.rows(),
                kept.rows(),
                orphaned.rows(),
                pruned,
                mapping.report(),
                stopped);
    }
}
