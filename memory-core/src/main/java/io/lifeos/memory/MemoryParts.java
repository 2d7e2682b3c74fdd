package io.lifeos.memory;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.fact.EntityExtractor;
import io.lifeos.memory.log.OutboxRelay;
import io.lifeos.memory.recall.RecallQuery;
import io.lifeos.memory.recall.RecallResult;
import io.lifeos.memory.recall.VectorSearch;
import io.lifeos.memory.recall.ranking.Recall;
import io.lifeos.memory.recall.vector.EmbeddingService;
import io.lifeos.memory.recall.vector.LocalVectorSearch;
import io.lifeos.memory.sqlite.SqliteDatabase;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an open memory in a folder is made of, shared by the whole memory and its scopes. */
final class MemoryParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryParts.class);

    final Workspace workspace;
    final SqliteDatabase database;
    final OutboxRelay logs;
    final FactWriter writer;
    final Listeners listeners;
    private final Recall recall;
    final Clock clock;
    final EntityExtractor extractor;
    final @Nullable EmbeddingService embeddings;
    private final LocalVectorSearch vectors;
    private final Workers workers;
    private final @Nullable Object openedFile;
    private final AtomicBoolean closed = new AtomicBoolean();

    MemoryParts(Workspace workspace, SqliteDatabase database, MemoryStoreBuilder settings) {
        this.workspace = workspace;
        this.database = database;
        this.openedFile = fileKey();
        this.workers = Workers.parallel(
                "lifeos-memory-worker", Math.max(2, Runtime.getRuntime().availableProcessors()));
        this.logs = new OutboxRelay(workspace, database, workers);
        this.clock = settings.clock;
        this.listeners = new Listeners(settings.listeners);
        this.extractor = settings.entityExtractor;
        this.vectors = new LocalVectorSearch(database);
        this.embeddings = settings.embedder == null
                ? null
                : new EmbeddingService(database, vectors, settings.embedder, settings.embedInBackground);
        this.writer = new FactWriter(database, logs, clock, embeddings, listeners);
        VectorSearch search = settings.vectorSearch == null ? vectors : settings.vectorSearch.apply(database);
        this.recall = new Recall(database, workers, settings.embedder, search);
    }

    /** Answers a question, and tells of it. */
    RecallResult recall(RecallQuery query) {
        long start = System.nanoTime();
        RecallResult result = recall.answer(query);
        listeners.recalled(query, result, Listeners.since(start));
        return result;
    }

    /** A file that was deleted or replaced can still be read and written, but nobody will find it again. */
    boolean isUsable() {
        try {
            database.read(connection -> new FactTable(connection).sizes(List.of(1L)));
            return Objects.equals(fileKey(), openedFile);
        } catch (RuntimeException e) {
            LOG.debug("The memory at {} cannot be used", workspace.root(), e);
            return false;
        }
    }

    /** Returns what tells the file from another of the same name; null if there is none, or the system tells nothing. */
    private @Nullable Object fileKey() {
        try {
            return Files.readAttributes(workspace.database(), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            writer.close();
            if (embeddings != null) {
                embeddings.close();
            }
        } finally {
            // Before the file, as they wait until the index is stored in it.
            vectors.close();
            database.close();
            recall.close();
            workers.close();
        }
    }
}
