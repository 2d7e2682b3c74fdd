package io.lifeos.memory;

import io.lifeos.memory.backup.Backup;
import io.lifeos.memory.backup.Export;
import io.lifeos.memory.backup.Import;
import io.lifeos.memory.backup.Restore;
import io.lifeos.memory.check.MemoryCheck;
import io.lifeos.memory.check.Repair;
import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.log.OutboxRelay;
import io.lifeos.memory.recall.EntitySummary;
import io.lifeos.memory.recall.RecallRequest;
import io.lifeos.memory.recall.ReembedProgress;
import io.lifeos.memory.recall.ranking.Recall;
import io.lifeos.memory.recall.vector.EmbeddingService;
import io.lifeos.memory.recall.vector.LocalVectorSearch;
import io.lifeos.memory.report.CopyReport;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.report.RepairReport;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.workspace.Workspace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A memory: facts in one SQLite file, and a readable log for each day, in one folder.
 *
 * <pre>{@code
 * try (MemoryStore memory = MemoryStore.open()) {
 *     memory.retain("KR8TIV sold at 0.12, +140 %").source("treasury").confidence(0.9).save();
 *     memory.recall("KR8TIV outcome").limit(5).since(Duration.ofDays(7)).fetch()
 *             .forEach(hit -> System.out.println(hit.fact().content()));
 * }
 * }</pre>
 *
 * <p>Safe for several threads and several processes on one folder: reads never wait, writes take turns. Keep it open.
 */
public final class MemoryStore implements Memory {

    private final Workspace workspace;
    private final SqliteDatabase database;
    private final Workers workers = Workers.parallel(
            "lifeos-memory-worker", Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final OutboxRelay logs;
    private final FactWriter retention;
    private final Clock clock;
    private final EntityExtractor entityExtractor;
    private final LocalVectorSearch vectors;
    private final @Nullable EmbeddingService embeddings;
    private final Recall recall;

    MemoryStore(Workspace workspace, SqliteDatabase database, MemoryStoreBuilder settings) {
        this.workspace = workspace;
        this.database = database;
        this.logs = new OutboxRelay(workspace, database, workers);
        this.clock = settings.clock;
        this.entityExtractor = settings.entityExtractor;
        this.vectors = new LocalVectorSearch(database);
        this.embeddings = settings.embedder == null
                ? null
                : new EmbeddingService(database, vectors, settings.embedder, settings.embedInBackground);
        this.retention = new FactWriter(database, logs, clock, embeddings);
        this.recall = new Recall(
                database,
                clock,
                workers,
                settings.embedder,
                settings.vectorSearch == null ? vectors : settings.vectorSearch.apply(database));
    }

    /**
     * Opens the memory in the {@linkplain #defaultRoot() default folder}, and creates it if it is absent.
     *
     * @return the open memory
     * @throws StoreException as {@link MemoryStoreBuilder#open()} says
     */
    public static MemoryStore open() {
        return builder().open();
    }

    /**
     * Opens the memory in a folder, and creates it if it is absent.
     *
     * @param root the folder
     * @return the open memory
     * @throws StoreException as {@link MemoryStoreBuilder#open()} says
     */
    public static MemoryStore open(Path root) {
        return builder().root(root).open();
    }

    /**
     * Opens the memory in a folder for reading only: nothing is created, repaired or written. A folder without a memory
     * reads as one without facts.
     *
     * @param root the folder
     * @return the open memory
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if its file is of a newer version or of another program
     * @throws StoreException if its file cannot be read
     */
    public static MemoryStore openReadOnly(Path root) {
        return builder().root(root).openReadOnly();
    }

    /**
     * For a memory with settings of its own.
     *
     * @return a builder with the defaults
     */
    public static MemoryStoreBuilder builder() {
        return new MemoryStoreBuilder();
    }

    /**
     * The folder that is used unless another is named: the environment's {@code LIFEOS_MEMORY_ROOT}, else
     * {@code JARVIS_MEMORY_ROOT}, else {@code .lifeos/memory} in the user's home.
     *
     * @return the folder, which may not exist
     */
    public static Path defaultRoot() {
        return MemoryOpener.defaultRoot();
    }

    @Override
    public RetainRequest retain(String content) {
        return RetainRequest.of(content, entityExtractor, retention::save);
    }

    @Override
    public Optional<Fact> find(long id) {
        return database.read(connection ->
                Optional.ofNullable(new FactTable(connection).find(List.of(id)).get(id)));
    }

    @Override
    public RecallRequest recall(String question) {
        return recall.ask(question);
    }

    @Override
    public List<Fact> recent(int limit) {
        return recall.recent(limit);
    }

    @Override
    public List<Fact> factsAbout(String name, int limit) {
        return recall.factsAbout(name, limit);
    }

    @Override
    public Optional<EntitySummary> findEntity(String name) {
        return recall.findEntity(name);
    }

    @Override
    public long count() {
        return database.read(connection -> new FactTable(connection).countRemembered());
    }

    /** {@inheritDoc} Its entry in the daily log stays too. */
    @Override
    public boolean forget(long id) {
        return database.transaction(connection -> new FactTable(connection).forget(id));
    }

    /**
     * Makes the vectors of all facts that have none of the embedder's model: facts that were retained without one, or
     * migrated with vectors of another model or of one that is not named, or edited since. Forgotten facts get one too.
     * The vectors that were migrated stay as they are, and {@code verifyMigration()} stays complete. Each batch is safe once
     * the progress tells of it, so a call that was interrupted or failed is made good by a further one, and one that finds
     * nothing missing does nothing. Interrupting the thread ends it after the batch at hand.
     *
     * @param progress is told at the start and after each batch
     * @return how far it came
     * @throws io.lifeos.memory.fact.MemoryException if the embedder fails on every text of a batch, or the file cannot be
     *     written; what was made is safe
     * @throws IllegalStateException if this is closed or read-only, or has no embedder
     */
    public ReembedProgress reembed(Consumer<ReembedProgress> progress) {
        database.requireWritable();
        if (embeddings == null) {
            throw new IllegalStateException("The memory at " + workspace.root()
                    + " has no embedder, so no vectors can be made; open it with builder().embedder(...).");
        }
        return embeddings.reembed(progress);
    }

    /**
     * Brings the daily logs in step with all facts that are committed. There is no need to call it after
     * {@link RetainRequest#save()}, nor after a crash, as opening does it too; an importer calls it that has written
     * facts through {@link #database()}.
     *
     * @throws StoreException if a log cannot be written; the others were, the facts are safe, and a repeated call goes on
     * @throws IllegalStateException if this is closed or read-only
     */
    public void writeDailyLogs() {
        database.requireWritable();
        logs.relayAll();
    }

    /**
     * Writes the whole memory into one file, while it is in use: a zip file with the database as of one moment, the daily
     * logs as of the same moment, and every other file of the folder. Only its owner can read it. What is written to the
     * memory meanwhile does not come in; whoever retains waits while the daily logs are copied, and no longer.
     *
     * <p>The file appears once it is whole and was found sound; a call that fails, or whose process dies, leaves none, at
     * most a folder with a name that begins with a dot beside it. A repeated call refuses to overwrite the file.
     *
     * @param file the file to be written, outside the memory's folder
     * @return what it holds
     * @throws io.lifeos.memory.fact.DamagedStoreException if the memory is damaged, so that it could not be restored
     * @throws StoreException if there is no memory to back up, the file exists, lies in the memory's folder, or cannot be written
     * @throws IllegalStateException if this is closed
     */
    public CopyReport backup(Path file) {
        return new Backup(workspace, database, clock).write(file);
    }

    /**
     * Looks for damage and for what does not agree: all that {@link DatabaseManager#checkIntegrity()} looks at, times and
     * vectors that mean nothing, and every daily log against its facts. Repairs nothing, and may be called while the memory
     * is in use, by whomever. A fact that another program stored needs no entry in a log, and a log that was put into
     * {@code archives/} is not looked at but for the facts it has entries of.
     *
     * @return what was found; without an end to the sentences
     * @throws StoreException if the file or a log cannot be read at all
     * @throws IllegalStateException if this is closed
     */
    public IntegrityReport checkIntegrity() {
        return new MemoryCheck(workspace, database).run();
    }

    /**
     * Makes good what can be made from facts: indexes, the full-text index, the codes of vectors, mentions and vectors of
     * facts that do not exist, and entries of the daily logs that are missing, doubled or altered. No fact is touched, nor
     * what a person wrote into a log outside our entries, nor an entry whose fact does not exist, which may be all that is
     * left of it. A repeated call does nothing. One that is interrupted leaves what it has made good so far.
     *
     * @return what was done, and what remains
     * @throws io.lifeos.memory.fact.DamagedStoreException if the file is damaged in a way that nothing in it can mend; no fact
     *     was touched, and a backup has to be restored
     * @throws io.lifeos.memory.fact.StoreLockedException if a migration into this memory is under way
     * @throws StoreException if the file or a log cannot be written
     * @throws IllegalStateException if this is closed or read-only
     */
    public RepairReport repair() {
        return new Repair(workspace, database, logs).run();
    }

    /**
     * Brings back a memory from a {@linkplain #backup(Path) backup}: its database and every file, as they were. Whatever
     * happens on the way, and when the backup turns out to be damaged, nothing is in the folder, or the whole memory is.
     *
     * @param backup the backup
     * @param root the folder; absent or empty, as nothing is ever overwritten
     * @return what it holds now
     * @throws io.lifeos.memory.fact.DamagedStoreException if the backup is damaged; nothing was stored
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if it is no backup, or of a newer version; nothing was stored
     * @throws StoreException if the folder is not empty or cannot be written, or the backup cannot be read
     */
    public static CopyReport restore(Path backup, Path root) {
        return new Restore(backup).into(root);
    }

    /**
     * Writes every row of the memory into one file of JSON Lines, while it is in use, as of one moment: facts, forgotten ones
     * too, entities and mentions, links to the rows that facts were migrated from, vectors bit for bit, users, preferences,
     * sessions, and tables that another program added. The Markdown files are not in it; a {@linkplain #backup(Path) backup}
     * has them. Only its owner can read the file, which appears once it is whole.
     *
     * @param file the file to be written, outside the memory's folder
     * @return what it holds
     * @throws io.lifeos.memory.fact.DamagedStoreException if the memory is damaged
     * @throws StoreException if there is no memory, or one of the Python program that was not adopted yet, as opening it for
     *     writing does; or if the file exists, lies in the memory's folder, or cannot be written
     * @throws IllegalStateException if this is closed
     */
    public CopyReport export(Path file) {
        return new Export(workspace, database).write(file);
    }

    /**
     * Makes a memory of an {@linkplain #export(Path) export}: every row as it was, with its id, and the daily logs written
     * anew. Whatever happens on the way, nothing is in the folder, or the whole memory is.
     *
     * @param export the export
     * @param root the folder; absent or empty, as nothing is ever overwritten
     * @return what it holds now
     * @throws io.lifeos.memory.fact.DamagedStoreException if the export was cut off or changed; nothing was stored
     * @throws io.lifeos.memory.fact.IncompatibleStoreException if it is no export, or of a newer version; nothing was stored
     * @throws StoreException if the folder is not empty or cannot be written, or the export cannot be read
     */
    public static CopyReport importFrom(Path export, Path root) {
        return new Import(export).into(root);
    }

    /**
     * The folder.
     *
     * @return its named paths
     */
    public Workspace workspace() {
        return workspace;
    }

    /**
     * The SQLite file.
     *
     * @return access to it, valid until this is closed
     */
    public DatabaseManager database() {
        return database;
    }

    /**
     * What tells the time here.
     *
     * @return the clock
     */
    public Clock clock() {
        return clock;
    }

    /**
     * What finds the entities in a fact here.
     *
     * @return the extractor
     */
    public EntityExtractor entityExtractor() {
        return entityExtractor;
    }

    /**
     * Closes the file. Waits for a running transaction, and up to a minute for facts that are being embedded in the
     * background; a second call does nothing.
     */
    @Override
    public void close() {
        try {
            retention.close();
            if (embeddings != null) {
                embeddings.close();
            }
            recall.close();
            vectors.close();
            workers.close();
        } finally {
            database.close();
        }
    }
}
