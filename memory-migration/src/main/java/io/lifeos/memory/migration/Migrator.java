package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.archive.row.ArchiveSnapshot;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.log.MigrationLock;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.Source;
import io.lifeos.memory.sqlite.table.FactTable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/**
 * Migrates archival memories from PostgreSQL into a local memory, each exactly once and unaltered, even across crashes, and
 * proves it by comparing content.
 *
 * <pre>{@code
 * try (MemoryStore memory = MemoryStore.open();
 *         PostgresArchive archive = PostgresArchive.fromEnvironment()) {
 *     MigrationResult result = Migrator.from(archive).into(memory).build().migrate();
 *     System.out.println(result.success() ? "complete" : result.verification().reason().orElseThrow());
 * }
 * }</pre>
 *
 * <p>A run reads the source in one read-only snapshot and compares it with what was migrated from it before. A new row
 * becomes a fact. A changed row has its fact rewritten in place, under the same id. A row that is gone keeps its fact, unless
 * {@link MigratorBuilder#forgetGone(boolean)} says otherwise; the fact of one that is left out now is forgotten.
 *
 * <p>Rows are committed in transactions, each fact together with the link to its row. A run that is interrupted, by a crash
 * too, leaves whole facts only, and the next run continues from there. A repeated run does the rest; if nothing is left, it
 * changes nothing. The source is never written to. Safe for use by several threads, but only one run at a time writes to a
 * memory.
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
     * @param archive the source of the memories; it stays open, and closing it is up to the caller
     * @return a builder, on which {@link MigratorBuilder#into(MemoryStore)} must be called
     * @throws NullPointerException if the archive is null
     * @throws IllegalArgumentException if the archive is not one of this library's
     */
    @CheckReturnValue
    public static MigratorBuilder from(Archive archive) {
        return new MigratorBuilder(archive);
    }

    /**
     * Reports the state of the migration. Writes nothing. A source that cannot be read is reported as a state with its
     * reason, not as an exception.
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
            PlanMaker.Pending pending = PlanMaker.pending(snapshot, links, options.pageSize());
            return MigrationStatus.builder()
                    .postgresAvailable(true)
                    .postgresCount(OptionalLong.of(snapshot.selected() - pending.erased()))
                    .leftOut(OptionalLong.of(snapshot.leftOut() + pending.erased()))
                    .sqliteCount(facts)
                    .migratedCount(OptionalLong.of(links.count()))
                    .pendingCount(OptionalLong.of(pending.rows()))
                    .build();
        } catch (SourceUnavailableException e) {
            return MigrationStatus.builder()
                    .reason(Optional.of(e.getMessage()))
                    .sqliteCount(facts)
                    .build();
        }
    }

    /**
     * Plans a migration without copying a row: the meaning of each column, the rows that are selected, their owners, the
     * kinds of their vectors, and warnings. The source counts all of it in one snapshot. Writes nothing. A
     * {@linkplain MigratorBuilder#dryRun(boolean) dry run} maps every row, which takes longer and finds rows that would be
     * rejected.
     *
     * @return the plan
     * @throws SourceUnavailableException if the source cannot be read
     * @throws io.lifeos.memory.archive.MappingException if it is not clear which table is meant, or a named column is not
     *     there
     * @throws StoreException if the local memory cannot be read
     */
    public MigrationPlan plan() {
        try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
            return PlanMaker.plan(snapshot, memory, options);
        }
    }

    /**
     * Warns if rows of several owners would be mixed in the memory. This is the most important part of {@link #plan()}, and
     * takes little time.
     *
     * @return a sentence for each scope that has several values among the selected rows; empty if there is none
     * @throws SourceUnavailableException if the source cannot be read
     * @throws io.lifeos.memory.archive.MappingException if it is not clear which table is meant
     */
    public List<String> ownerWarnings() {
        return ownerWarnings(archive);
    }

    /**
     * Warns if rows of several owners would be mixed in any memory, so that a host can ask before it opens one.
     *
     * @param archive the source
     * @return as {@link #ownerWarnings()}
     * @throws NullPointerException if it is null
     * @throws SourceUnavailableException if the source cannot be read
     * @throws io.lifeos.memory.archive.MappingException if it is not clear which table is meant
     */
    public static List<String> ownerWarnings(Archive archive) {
        Objects.requireNonNull(archive, "The archive is null; name the source of the memories.");
        return ownerWarnings(SnapshotArchive.of(archive));
    }

    private static List<String> ownerWarnings(SnapshotArchive archive) {
        try (ArchiveSnapshot snapshot = archive.openSnapshot()) {
            return PlanWarnings.ofMerging(snapshot.scopes());
        }
    }

    /**
     * Migrates: afterwards every selected row has its fact, except those that the report lists as rejected. A call that is
     * interrupted at any point can simply be repeated: it continues, and leaves alone what is up to date. If the source
     * becomes unavailable during the run, it is retried for some seconds on a fresh snapshot.
     *
     * <p>In a memory adopted from the Python program, a fact becomes that of a row if their ids and contents are equal: it is
     * rewritten in place, under the same id. A {@linkplain MigratorBuilder#dryRun(boolean) dry run} counts what it would do,
     * and writes nothing.
     *
     * @return the counts of the run, and the rows and facts to look at
     * @throws SourceUnavailableException if the source cannot be read, or stays unavailable; what was committed is safe
     * @throws MovedSourceException if the source looks like another one at a new place; nothing was stored
     * @throws OtherSourceException if its rows are not those that were migrated under its identity; nothing was stored
     * @throws ChangedContentsException if too many of its rows have another content than the facts that came from them;
     *     nothing was stored
     * @throws MappingException if it is not clear which table is meant, a column that was named is not there, or no row has a
     *     content; nothing was stored
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
     * that does not change on reading, and checks the file for damage. Changes nothing. A source that cannot be read is
     * reported as an outcome, not as an exception.
     *
     * @return the verdict, and the differences found
     * @throws MappingException if it is not clear which table is meant, or a column that was named is not there
     * @throws StoreException if the local memory cannot be read
     */
    public VerificationReport verifyMigration() {
        return Verification.verify(archive, memory, options);
    }

    /**
     * Migrates, then verifies, both in one snapshot of the source: rows that others write there meanwhile are neither
     * migrated nor reported as missing. A call that is interrupted can be repeated, as with {@link #migrateArchivalMemory()}.
     *
     * @return both reports
     * @throws SourceUnavailableException if the source cannot be read, or stays unavailable; what was committed is safe
     * @throws MappingException if it is not clear which table is meant, a column that was named is not there, or no row has a
     *     content; nothing was stored
     * @throws StoreLockedException if another run into this memory is under way, or another program holds the file's write
     *     lock for 10 s
     * @throws MovedSourceException if the source looks like another one at a new place
     * @throws OtherSourceException if its rows are not those that were migrated under its identity
     * @throws ChangedContentsException if too many of its rows have another content than the facts that came from them
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
