package io.lifeos.memory.migration;

import io.lifeos.memory.MemoryStore;
import io.lifeos.memory.archive.Archive;
import io.lifeos.memory.archive.row.SnapshotArchive;
import io.lifeos.memory.fact.StoredTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Migrator}. {@link #into(MemoryStore)} is required; everything else has a default. Every setter
 * refuses null with a {@link NullPointerException}. Not safe for use by several threads.
 */
public final class MigratorBuilder {

    private static final int MOST_ROWS_IN_A_BATCH = 10_000;

    private final SnapshotArchive archive;
    private @Nullable MemoryStore memory;
    private int batchSize = 4_000;
    private boolean force;
    private boolean acceptChangedContents;
    private boolean allowLeftOut;
    private boolean forgetGone;
    private boolean forgetDuplicates;
    private boolean dryRun;
    private @Nullable String sourceName;
    private @Nullable String embeddingModel;
    private @Nullable Instant undatedTime;
    private double rejectLimit = 0.1;
    private MigrationListener listener = progress -> {};

    MigratorBuilder(Archive archive) {
        this.archive = SnapshotArchive.of(require(archive, "archive", "name the source of the memories"));
    }

    /**
     * Sets the memory that the rows are migrated into. Required.
     *
     * @param memory a memory; it stays open, and closing it is up to the caller
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public MigratorBuilder into(MemoryStore memory) {
        this.memory = require(memory, "memory", "name the memory that the rows go to");
        return this;
    }

    /**
     * Sets the most rows in one transaction; 4,000 by default. A transaction ends earlier, after a multiple of 500 rows, when
     * a thread waits to write to the same memory, or when it has lasted for half a second.
     *
     * @param rows 1 to 10,000
     * @return this builder
     * @throws IllegalArgumentException if it is out of that range
     */
    public MigratorBuilder batchSize(int rows) {
        if (rows < 1 || rows > MOST_ROWS_IN_A_BATCH) {
            throw new IllegalArgumentException(
                    "The batch size is " + rows + "; it must be from 1 to " + MOST_ROWS_IN_A_BATCH + ".");
        }
        this.batchSize = rows;
        return this;
    }

    /**
     * Sets whether every fact is rewritten from its row, in place, even if it is up to date or was edited here; false by
     * default. A forgotten fact stays forgotten. Changed contents are accepted, as by {@link #acceptChangedContents(boolean)}.
     *
     * @param force true to rewrite all facts
     * @return this builder
     */
    public MigratorBuilder force(boolean force) {
        this.force = force;
        return this;
    }

    /**
     * Sets whether a run goes on where known rows are probably other rows under the same ids; false by default. Then it stops
     * before it writes anything if more than a fifth of the known rows, and at least 20 of them or all of fewer, have another
     * content than their facts. Metadata and times play no part in that, and neither do facts that were edited or forgotten
     * here.
     *
     * @param accept true to go on, and to rewrite the facts
     * @return this builder
     * @see ChangedContentsException
     */
    public MigratorBuilder acceptChangedContents(boolean accept) {
        this.acceptChangedContents = accept;
        return this;
    }

    /**
     * Sets whether a run is a success although over half of the rows were left out because they have no content, or none
     * that is text; false by default. Rows that are left out for another reason do not count.
     *
     * @param allow true to call it a success
     * @return this builder
     * @see MigrationReport#doubt()
     */
    public MigratorBuilder allowLeftOut(boolean allow) {
        this.allowLeftOut = allow;
        return this;
    }

    /**
     * Sets whether to forget facts whose rows are gone from the source; false by default. Facts whose rows are there, but
     * are left out now, such as soft-deleted ones, are forgotten in any case. Forgotten facts stay in the file, and come back
     * with their rows. A run for one owner forgets none whose row is gone, since the owner of such a row is unknown; neither
     * does a run that finds no rows at all.
     *
     * @param forgetGone true to forget them
     * @return this builder
     */
    public MigratorBuilder forgetGone(boolean forgetGone) {
        this.forgetGone = forgetGone;
        return this;
    }

    /**
     * Sets whether, of several facts that the Python program made of one row, all but the oldest are forgotten; false by
     * default. Forgotten facts stay in the file. Either way the report lists them as
     * {@link MigrationReport#unclaimed()}.
     *
     * @param forgetDuplicates true to forget them
     * @return this builder
     */
    public MigratorBuilder forgetDuplicates(boolean forgetDuplicates) {
        this.forgetDuplicates = forgetDuplicates;
        return this;
    }

    /**
     * Sets whether {@link Migrator#migrateArchivalMemory()} only reports what it would do, and writes nothing; false by
     * default.
     *
     * @param dryRun true to write nothing
     * @return this builder
     */
    public MigratorBuilder dryRun(boolean dryRun) {
        this.dryRun = dryRun;
        return this;
    }

    /**
     * Names the source. By default it is identified by the server's system identifier, the database, the schema and the
     * table; host and port play no part. Rows migrated under another name belong to another source.
     *
     * @param name a name that is not blank
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is blank
     */
    public MigratorBuilder sourceName(String name) {
        this.sourceName = requireText(name, "source name");
        return this;
    }

    /**
     * Names the model that made the embeddings of rows that name none, neither in the column {@code embedding_model} nor in
     * the metadata field of that name. Unknown by default.
     *
     * @param model a name that is not blank
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is blank
     */
    public MigratorBuilder embeddingModel(String model) {
        this.embeddingModel = requireText(model, "embedding model");
        return this;
    }

    /**
     * Sets the time of facts whose rows have no readable time, neither in a column nor in the metadata; by default the time
     * of the import. It applies when a row is first imported, or claims its fact of the Python program; later runs keep
     * that time, whatever is set then.
     *
     * @param time a time in the years 1 to 9999 in UTC, truncated to microseconds
     * @return this builder
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is outside those years
     */
    public MigratorBuilder undatedTime(Instant time) {
        Instant toTheMicrosecond = requireSetting(time, "time of undated rows").truncatedTo(ChronoUnit.MICROS);
        if (!StoredTime.canHold(toTheMicrosecond)) {
            throw new IllegalArgumentException(
                    "The time of undated rows is " + time + "; it must lie in the years 1 to 9999.");
        }
        this.undatedTime = toTheMicrosecond;
        return this;
    }

    /**
     * Sets the share of rejected rows above which a run stops, since the mapping is then wrong rather than the rows; 0.1 by
     * default. It is checked from the 100th row on.
     *
     * @param share 0 to 1
     * @return this builder
     * @throws IllegalArgumentException if it is out of that range
     */
    public MigratorBuilder rejectLimit(double share) {
        if (!(share >= 0.0 && share <= 1.0)) {
            throw new IllegalArgumentException("The reject limit is " + share + "; it must be from 0 to 1.");
        }
        this.rejectLimit = share;
        return this;
    }

    /**
     * Sets the listener that follows the progress; none by default.
     *
     * @param listener a listener
     * @return this builder
     * @throws NullPointerException if it is null
     */
    public MigratorBuilder listener(MigrationListener listener) {
        this.listener = requireSetting(listener, "listener");
        return this;
    }

    /**
     * Builds the migrator. Reads nothing yet.
     *
     * @return the migrator
     * @throws IllegalStateException if {@link #into(MemoryStore)} was not called
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
                        acceptChangedContents,
                        allowLeftOut,
                        forgetGone,
                        forgetDuplicates,
                        dryRun,
                        Optional.ofNullable(sourceName),
                        Optional.ofNullable(embeddingModel),
                        Optional.ofNullable(undatedTime),
                        rejectLimit,
                        listener));
    }

    private static String requireText(String text, String name) {
        if (requireSetting(text, name).isBlank()) {
            throw new IllegalArgumentException("The " + name + " is blank; give it at least one visible character.");
        }
        return text;
    }

    private static <T> T requireSetting(T value, String name) {
        return require(value, name, "leave it out to keep the default");
    }

    private static <T> T require(T value, String name, String advice) {
        return Objects.requireNonNull(value, () -> "The " + name + " is null; " + advice + ".");
    }
}
