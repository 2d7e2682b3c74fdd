package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.ArchiveSnapshot;
import io.lifeos.memory.archive.MappingException;
import io.lifeos.memory.fact.SourceUnavailableException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.log.MigrationLock;
import io.lifeos.memory.migration.link.Links;
import io.lifeos.memory.migration.link.Source;
import io.lifeos.memory.sqlite.table.FactTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

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

    private final Archive archive;
    private final MemoryStore memory;
    private final MigrationOptions options;

    private Migrator(Archive archive, MemoryStore memory, MigrationOptions options) {
        this.archive = archive;
        this.memory = memory;
        this.options = options;
    }

    /**
     * Begins to build a migrator.
     *
     * @param archive where the memories come from; stays open, and is the caller's to close
     * @return a builder, which needs to know {@linkplain Builder#into(MemoryStore) where they go}
     */
    public static Builder from(Archive archive) {
        return new Builder(archive);
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
     * snapshot, and hands out no row. Writes nothing. {@link Builder#dryRun(boolean)} maps every row, which takes longer and
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
     * {@link Builder#dryRun(boolean)} it counts what it would do, and writes nothing.
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

    /** Settings of a migrator. Not safe for use by several threads. */
    public static final class Builder {

        private static final int MOST_ROWS_IN_A_BATCH = 10_000;

        private final Archive archive;
        private @Nullable MemoryStore memory;
        private int batchSize = 5_000;
        private boolean force;
        private boolean prune;
        private boolean forgetDuplicates;
        private boolean dryRun;
        private @Nullable String sourceName;
        private @Nullable String embeddingModel;
        private @Nullable Instant undatedTime;
        private double rejectLimit = 0.1;
        private MigrationListener listener = progress -> {};

        private Builder(Archive archive) {
            this.archive = archive;
        }

        /**
         * Sets where the memories go. There is no default.
         *
         * @param memory a memory; stays open, and is the caller's to close
         * @return this
         */
        public Builder into(MemoryStore memory) {
            this.memory = memory;
            return this;
        }

        /**
         * Sets how many rows are committed at a time at the most; by default 5,000. As many are as take about 200 ms,
         * so that whoever retains into the same memory meanwhile does not wait long.
         *
         * @param rows 1 to 10,000
         * @return this
         * @throws IllegalArgumentException if it is outside
         */
        public Builder batchSize(int rows) {
            if (rows < 1 || rows > MOST_ROWS_IN_A_BATCH) {
                throw new IllegalArgumentException(
                        "The batch size is " + rows + "; it must be from 1 to " + MOST_ROWS_IN_A_BATCH + ".");
            }
            this.batchSize = rows;
            return this;
        }

        /**
         * Sets whether every fact is rewritten from its row, in place, even one that is up to date or was changed here;
         * by default not. A forgotten fact stays forgotten.
         *
         * @param force whether to rewrite
         * @return this
         */
        public Builder force(boolean force) {
            this.force = force;
            return this;
        }

        /**
         * Sets whether facts are forgotten whose rows are gone from the source, or are soft-deleted there; by default
         * not. They stay in the file. In a run for one owner none is, as it cannot be told whose the rows were.
         *
         * @param prune whether to forget them
         * @return this
         */
        public Builder prune(boolean prune) {
            this.prune = prune;
            return this;
        }

        /**
         * Sets whether, of several facts that the Python program made of one row, all but the oldest are forgotten; by
         * default not. They stay in the file. The report names them either way, as {@link MigrationReport#unclaimed()}.
         *
         * @param forgetDuplicates whether to forget them
         * @return this
         */
        public Builder forgetDuplicates(boolean forgetDuplicates) {
            this.forgetDuplicates = forgetDuplicates;
            return this;
        }

        /**
         * Sets whether {@link Migrator#migrateArchivalMemory()} only counts what it would do; by default not.
         *
         * @param dryRun whether to write nothing
         * @return this
         */
        public Builder dryRun(boolean dryRun) {
            this.dryRun = dryRun;
            return this;
        }

        /**
         * Names the source, in place of the identity that the server gives. Rows migrated under another name are those of
         * another source. By default the server's system identifier, the database, the schema and the table; host and
         * port are no part of it.
         *
         * @param name a name, not blank
         * @return this
         * @throws IllegalArgumentException if it is blank
         */
        public Builder sourceName(String name) {
            this.sourceName = requireText("source name", name);
            return this;
        }

        /**
         * Names the model that made the embeddings, for rows in which neither the column {@code embedding_model} nor the
         * metadata's field of that name does. By default it is unknown.
         *
         * @param model a name, not blank
         * @return this
         * @throws IllegalArgumentException if it is blank
         */
        public Builder embeddingModel(String model) {
            this.embeddingModel = requireText("embedding model", model);
            return this;
        }

        /**
         * Sets the time of facts whose rows have none that can be read, neither in a column nor in the metadata. It is
         * given to a fact on its first import, or when one of the Python program finds back to its row, and kept on later
         * runs, whatever this then says. By default the time of that import.
         *
         * @param time a time, of which what is finer than a microsecond is dropped
         * @return this
         * @throws IllegalArgumentException if it lies outside the years 1 to 9999 in UTC
         */
        public Builder undatedTime(Instant time) {
            Instant toTheMicrosecond = time.truncatedTo(ChronoUnit.MICROS);
            if (!StoredTime.canHold(toTheMicrosecond)) {
                throw new IllegalArgumentException(
                        "The time of undated rows is " + time + "; it must lie in the years 1 to 9999.");
            }
            this.undatedTime = toTheMicrosecond;
            return this;
        }

        /**
         * Sets the share of rejected rows above which a run stops, as then the mapping is wrong and not the rows; looked
         * at from the 100th row on. By default 0.1.
         *
         * @param share 0 to 1
         * @return this
         * @throws IllegalArgumentException if it is outside
         */
        public Builder rejectLimit(double share) {
            if (!(share >= 0.0 && share <= 1.0)) {
                throw new IllegalArgumentException("The reject limit is " + share + "; it must be from 0 to 1.");
            }
            this.rejectLimit = share;
            return this;
        }

        /**
         * Sets what is told of the progress; by default nothing is.
         *
         * @param listener a listener
         * @return this
         */
        public Builder listener(MigrationListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Builds the migrator. Nothing is read yet.
         *
         * @return the migrator
         * @throws IllegalStateException if it was not said where the memories go
         */
        public Migrator build() {
            if (memory == null) {
                throw new IllegalStateException("Say where the memories go: into(memory).");
            }
            return new Migrator(
                    archive,
                    memory,
                    new MigrationOptions(
                            batchSize,
                            force,
                            prune,
                            forgetDuplicates,
                            dryRun,
                            Optional.ofNullable(sourceName),
                            Optional.ofNullable(embeddingModel),
                            Optional.ofNullable(undatedTime),
                            rejectLimit,
                            listener));
        }

        private static String requireText(String what, String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException(
                        "The " + what + " is blank; give it at least one visible character.");
            }
            return text;
        }
    }
}
