package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.log.MigrationLock;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.Source;
import io.lifeos.memory.sqlite.table.FactTable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * Brings archival memories from PostgreSQL into a local memory: each exactly once, unaltered, whatever crashes on the
 * way; and proves it by comparing content.
 *
 * <pre>{@code
 * try (MemoryStore memory = MemoryStore.open();
 *         PostgresArchive archive = PostgresArchive.fromEnvironment()) {
 *     MigrationResult result = Migrator.from(archive).into(memory).build().migrate();
 *     System.out.println(result.success() ? "complete" : result.verification().reason().orElseThrow());
 * }
 * }</pre>
 *
 * <p>A run compares the whole source with what was migrated from it before, in one read-only snapshot: a row that is new
 * becomes a fact, one that changed has its fact rewritten in place, with the same id, and one that is gone keeps its
 * fact. An interrupted run leaves only whole facts; a repeated one does what is left, and nothing if nothing is. The
 * source is never written to. Safe for use by several threads, but only one run at a time gets into a memory.
 */
public final class Migrator {

    private final SnapshotArchive archive;
    private final MemoryStore memory;
    private final MigrationOptions options;

    Migrator(SnapshotArchive archive, MemoryStore memory, MigrationOptions options) {
        this.archive = archive;
        this.memory = memory;
        this.options = options;
    }

    /**
     * Begins to build a migrator.
     *
     * @param archive where the memories come from; stays open, and is the caller's to close
     * @return a builder, which needs to know {@linkplain MigratorBuilder#into(MemoryStore) where they go}
     * @throws IllegalArgumentException if the archive is not one of this library's
     */
    public static MigratorBuilder from(Archive archive) {
        return new MigratorBuilder(archive);
    }

    /**
     * Says where the migration stands. Writes nothing. A source that cannot be read is a state with a reason.
     *
     * @return the state
     * @throws MappingException if it is not clear which table is meant, or a column that was named is not there
     * @throws StoreException if the local memory cannot be read
     */
    public MigrationStatus getMigrationStatus() {
        long facts = memory.database().read(connection -> new FactTable(connection).count());
        try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
            Links links =
                    Source.of(snapshot, options.sourceName(), memory.database()).links();
            return MigrationStatus.builder()
                    .postgresAvailable(true)
                    .postgresCount(OptionalLong.of(snapshot.selected()))
                    .leftOut(OptionalLong.of(snapshot.leftOut()))
                    .sqliteCount(facts)
                    .migratedCount(OptionalLong.of(links.count()))
                    .pendingCount(OptionalLong.of(PlanMaker.pending(snapshot, links, options.pageSize())))
                    .build();
        } catch (SourceUnavailableException e) {
            return MigrationStatus.builder()
                    .reason(Optional.of(e.getMessage()))
                    .sqliteCount(facts)
                    .build();
        }
    }

    /**
     * Says what a migration would do, before it copies a row: what becomes of each column, which rows are selected, whose
     * they are, of what kind their vectors are, and what a careful owner should know before. The source counts it in one
     * snapshot, and hands out no row. Writes nothing. {@link MigratorBuilder#dryRun(boolean)} maps every row, which takes longer and
     * finds those that would be rejected.
     *
     * @return the plan
     * @throws SourceUnavailableException if the source cannot be read
     * @throws io.lifeos.memory.archive.MappingException if it is not clear which table is meant, or a named column is not
     *     there
     * @throws StoreException if the local memory cannot be read
     */
    public MigrationPlan plan() {
        try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
            return PlanMaker.plan(snapshot, memory.database(), options);
        }
    }

    /**
     * Says whether rows of several owners would come together in the memory: the part of {@link #plan()} that nobody should
     * miss, and takes little time.
     *
     * @return a sentence for each scope of which several values are selected; empty if there is none
     * @throws SourceUnavailableException as {@link #plan()} says, and so for the other
     * @throws io.lifeos.memory.archive.MappingException if it is not clear which table is meant
     */
    public List<String> ownerWarnings() {
        try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
            return PlanWarnings.ofMerging(snapshot.scopes());
        }
    }

    /**
     * Migrates: afterwards every selected row has its fact, but for those that the report names as rejected. May be
     * interrupted at any point, by a crash too, and be called again: it goes on where it was, and changes nothing that is
     * up to date. A fact that the Python program migrated, in an adopted memory, becomes that of the row with its id if
     * it says what the row does: it is rewritten in place, with the same id. If the source goes away in the middle, it is given some seconds to come back. With
     * {@link MigratorBuilder#dryRun(boolean)} it counts what it would do, and writes nothing.
     *
     * @return what it did
     * @throws SourceUnavailableException if the source cannot be read, or went away for good; what was committed is safe
     * @throws MovedSourceException if the source looks like another one at a new place; nothing was stored
     * @throws OtherSourceException if its rows are not those that were migrated under its identity; nothing was stored
     * @throws MappingException if it is not clear which table is meant, or a column that was named is not there
     * @throws StoreLockedException if another run into this memory is under way, or another program
     *     holds the file's write lock for 10 s
     * @throws StoreException if the local memory cannot be written; what was committed is safe
     * @throws IllegalStateException if the memory is open for reading only, and this is not a dry run
     */
    public MigrationReport migrateArchivalMemory() {
        return options.dryRun() ? run((report, snapshot) -> report) : runAlone((report, snapshot) -> report);
    }

    private <T> T runAlone(BiFunction<MigrationReport, ArchiveSnapshot, T> then) {
        requireWritable();
        try (MigrationLock lock = MigrationLock.tryTake(memory.workspace()).orElseThrow(this::anotherRun)) {
            return run(then);
        }
    }

    private <T> T run(BiFunction<MigrationReport, ArchiveSnapshot, T> then) {
        return new MigrationRun(archive, memory, options).run(then);
    }

    private StoreLockedException anotherRun() {
        return new StoreLockedException("Another migration into "
                + memory.workspace().root() + " is running; nothing was changed; try again when it has finished.");
    }

    private void requireWritable() {
        if (memory.database().isReadOnly()) {
            throw new IllegalStateException(
                    "The memory at " + memory.workspace().root()
                            + " is open for reading only; nothing was migrated; open it with MemoryStore.open.");
        }
    }

    /**
     * Verifies: compares every selected row with its fact, in content, metadata, time, embedding and every other column
     * that does not change on reading, and looks for damage in the file. Changes nothing. A source that cannot be read is
     * an outcome, not an exception.
     *
     * @return what it found
     * @throws MappingException if it is not clear which table is meant, or a column that was named is not there
     * @throws StoreException if the local memory cannot be read
     */
    public VerificationReport verifyMigration() {
        return Verification.verify(archive, memory, options);
    }

    /**
     * Migrates, then verifies, both in one snapshot of the source: what others write there meanwhile is neither migrated
     * nor missed.
     *
     * @return what both found
     * @throws SourceUnavailableException as {@link #migrateArchivalMemory()} says, and so for the others
     * @throws MovedSourceException if the source looks like another one at a new place
     * @throws OtherSourceException if its rows are not those that were migrated under its identity
     * @throws StoreException if the local memory cannot be read or written
     * @throws IllegalStateException if the memory is open for reading only, or this is a dry run, after which there is
     *     nothing to verify
     */
    public MigrationResult migrate() {
        if (options.dryRun()) {
            throw new IllegalStateException(
                    "A dry run leaves nothing to verify; call migrateArchivalMemory() to see what it would do.");
        }
        return runAlone((report, snapshot) -> new MigrationResult(report, verify(snapshot)));
    }

    /** If the snapshot is lost, a fresh one proves as much, and more. */
    private VerificationReport verify(ArchiveSnapshot snapshot) {
        try {
            return new Verification(memory, options).verify(snapshot);
        } catch (SourceUnavailableException e) {
            return verifyMigration();
        }
    }
}
