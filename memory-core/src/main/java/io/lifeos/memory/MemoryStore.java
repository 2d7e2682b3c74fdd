package io.lifeos.memory;

import io.lifeos.memory.backup.Backup;
import io.lifeos.memory.backup.Export;
import io.lifeos.memory.backup.Import;
import io.lifeos.memory.backup.Restore;
import io.lifeos.memory.check.MemoryCheck;
import io.lifeos.memory.check.Repair;
import io.lifeos.memory.concurrent.Uninterrupted;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.CheckReturnValue;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.recall.ReembedProgress;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A memory: facts in one SQLite file, and a readable log for each day, in one folder.
 *
 * <pre>{@code
 * try (MemoryStore memory = MemoryStore.open()) {
 *     memory.retain("Anna moved the Atlas review to Thursday").source("mail").confidence(0.9).save();
 *     memory.recall("When is the Atlas review?").limit(5).since(Duration.ofDays(7)).fetch()
 *             .forEach(hit -> System.out.println(hit.fact().content()));
 * }
 * }</pre>
 *
 * <p>Safe for several threads, and for several processes on one folder: reads never wait, writes take turns. Keep it open.
 * A method throws {@link IllegalStateException} once this is closed, one that writes also if it was opened read-only.
 */
public final class MemoryStore extends FileMemory {

    private final MemoryParts parts;
    private final Workspace workspace;
    private final SqliteDatabase database;

    MemoryStore(MemoryParts parts) {
        super(parts, new Scope(List.of(), parts.clock));
        this.parts = parts;
        this.workspace = parts.workspace;
        this.database = parts.database;
    }

    /**
     * Opens the memory in the {@linkplain #defaultRoot() default folder}, and creates it if it is absent.
     *
     * @return the open memory
     * @throws StoreException if {@link MemoryStoreBuilder#open()} does
     */
    public static MemoryStore open() {
        return builder().open();
    }

    /**
     * Opens the memory in a folder, and creates it if it is absent.
     *
     * @param root the folder
     * @return the open memory
     * @throws StoreException if {@link MemoryStoreBuilder#open()} does
     */
    public static MemoryStore open(Path root) {
        return builder().root(root).open();
    }

    /**
     * Opens the memory in a folder, be it on a read-only disk, for reading only: nothing is created, repaired or written.
     *
     * @param root the folder
     * @return the open memory
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if its file is of a newer version or of another program
     * @throws StoreException if there is no memory, or its file cannot be read
     */
    public static MemoryStore openReadOnly(Path root) {
        return builder().root(root).openReadOnly();
    }

    /** {@return a builder with the defaults, for a memory with settings of its own} */
    @CheckReturnValue
    public static MemoryStoreBuilder builder() {
        return new MemoryStoreBuilder();
    }

    /**
     * Returns the default folder: the value of the environment variable {@code LIFEOS_MEMORY_ROOT}, else of
     * {@code JARVIS_MEMORY_ROOT}, else {@code .lifeos/memory} in the user's home.
     *
     * @return the folder, an absolute path, which may not exist
     * @throws StoreException if that is no absolute path, as for a user without a home
     */
    public static Path defaultRoot() {
        return MemoryOpener.defaultRoot();
    }

    /**
     * Makes a vector for each fact that has none by the embedder's model, including forgotten facts. Migrated vectors stay
     * as they are. A batch is safe once {@code progress} has received it; a repeated call continues where an interrupted or
     * failed one ended, and does nothing if no vector is missing. Interrupting the thread ends the call after the current
     * batch.
     *
     * @param progress receives the progress at the start and after each batch
     * @return the progress at the end
     * @throws io.lifeos.memory.fact.MemoryException if the embedder fails on every text of a batch, or the file cannot be written
     * @throws IllegalStateException if this has no embedder
     */
    public ReembedProgress reembed(Consumer<ReembedProgress> progress) {
        Objects.requireNonNull(progress, "The listener of the progress is null.");
        database.requireWritable();
        if (parts.embeddings == null) {
            throw new IllegalStateException(
                    "The memory at " + workspace.root() + " has no embedder; open it with builder().embedder(...).");
        }
        return parts.embeddings.reembed(progress);
    }

    /**
     * Brings the daily logs up to date, as saving and opening do; call it after writing facts through {@link #database()}.
     *
     * @throws StoreException if a log cannot be written; the others are, the facts are safe, and a repeated call continues
     */
    public void writeDailyLogs() {
        database.requireWritable();
        parts.logs.relayAll();
    }

    /**
     * Writes the whole memory into a zip file, while it is in use: the database and the daily logs as of one moment, and every
     * other file of the folder. Only the owner can read the zip file, which appears once it is complete and checked. Retaining
     * waits only while the daily logs are copied. A call that fails leaves nothing; one whose process dies leaves a hidden folder
     * beside it, which the next one for this place deletes. An existing file is never overwritten.
     *
     * @param file the file to write, outside the memory's folder
     * @return the path and the number of facts and files in it
     * @throws io.lifeos.memory.fact.DamagedStoreException if the memory is damaged, so that it could not be restored
     * @throws StoreException if there is no memory to back up, the file exists, lies in the memory's folder, or cannot be written
     */
    public CopyReport backup(Path file) {
        return Uninterrupted.call(() -> new Backup(workspace, database, parts.clock).write(file));
    }

    /**
     * Looks for damage and disagreement: everything that {@link DatabaseManager#checkIntegrity()} looks at, malformed times,
     * vectors and types of mentions, and every daily log against its facts. Repairs nothing, and may be called while the memory is
     * in use. A fact that another program stored needs no entry; in {@code archives/}, gzipped or not, only ids of entries count.
     *
     * @return the problems found, as sentences without a full stop
     * @throws StoreException if the file or a log cannot be read at all
     */
    public IntegrityReport checkIntegrity() {
        return Uninterrupted.call(() -> new MemoryCheck(workspace, database).run());
    }

    /**
     * Repairs everything that follows from facts: indexes, mentions and vectors of facts that do not exist, types of mentions,
     * and entries of the daily logs that are missing, doubled or altered. Facts are not touched, nor text that a person wrote
     * into a log, nor a log in {@code archives/}, nor an entry whose fact does not exist. A repeated call does nothing.
     *
     * @return the repairs made, and the problems that remain
     * @throws io.lifeos.memory.fact.DamagedStoreException if only a backup can help; no fact was touched
     * @throws io.lifeos.memory.fact.StoreLockedException if a migration into this memory is under way
     * @throws StoreException if the file or a log cannot be written
     */
    public RepairReport repair() {
        database.requireWritable();
        return Uninterrupted.call(() -> new Repair(workspace, database, parts.logs).run());
    }

    /**
     * Restores a memory from a {@linkplain #backup backup}: its database and every file, as they were, or after a failure none.
     *
     * @param backup the backup
     * @param root the folder; absent or empty, as nothing is ever overwritten
     * @return the folder and the number of facts and files in it
     * @throws io.lifeos.memory.fact.DamagedStoreException if the backup is damaged; nothing was stored
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if it is no backup, or of a newer version; nothing was stored
     * @throws StoreException if the folder is not empty or cannot be written, or the backup cannot be read
     */
    public static CopyReport restore(Path backup, Path root) {
        return Uninterrupted.call(() -> new Restore(backup).into(root));
    }

    /**
     * Writes every row of the memory into one file of JSON Lines, while it is in use, as of one moment: forgotten facts, links
     * to migrated rows, exact vectors and the tables of other programs included, Markdown files not. Only the owner can read
     * the file, which appears once it is complete.
     *
     * @param file the file to write, outside the memory's folder
     * @return the path and the number of facts in it
     * @throws io.lifeos.memory.fact.DamagedStoreException if the memory is damaged
     * @throws StoreException if the memory is absent or unadopted, or if the file exists, lies in its folder, or cannot be written
     */
    public CopyReport export(Path file) {
        return Uninterrupted.call(() -> new Export(workspace, database).write(file));
    }

    /**
     * Creates a memory from an {@linkplain #export export}: every row as it was, with its id, and the daily logs written anew.
     * The folder then holds the whole memory or, after any failure, nothing. No statement in the file is run.
     *
     * @param export the export
     * @param root the folder; absent or empty, as nothing is ever overwritten
     * @return the folder and the number of facts in it
     * @throws io.lifeos.memory.fact.DamagedStoreException if the export was cut off or changed; nothing was stored
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if it is no export, of a newer version, or of the first
     * @throws StoreException if the folder is not empty or cannot be written, or the export cannot be read
     */
    public static CopyReport importFrom(Path export, Path root) {
        return Uninterrupted.call(() -> new Import(export).into(root, false));
    }

    /**
     * As {@link #importFrom}, but takes exports of the first version too, which have no checksum: a change can go unnoticed.
     *
     * @return what {@link #importFrom} returns, with a warning
     */
    public static CopyReport importWithoutChecksum(Path export, Path root) {
        return Uninterrupted.call(() -> new Import(export).into(root, true));
    }

    /** {@return the folder of this memory, with its named paths} */
    public Workspace workspace() {
        return workspace;
    }

    /** {@return access to the SQLite file of this memory, valid until this is closed} */
    public DatabaseManager database() {
        return database;
    }

    /** {@return the clock of this memory} */
    public Clock clock() {
        return parts.clock;
    }

    /** {@return the extractor that finds the entities in a fact} */
    public EntityExtractor entityExtractor() {
        return parts.extractor;
    }

    /**
     * Closes the file. Waits for a running transaction, and up to a minute for facts that are being embedded in the
     * background; a second call does nothing.
     */
    @Override
    public void close() {
        parts.close();
    }
}
