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
import io.lifeos.memory.workspace.Workspace;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What an open memory in a folder is made of, shared by the whole memory and its scopes. */
final class MemoryParts implements AutoCloseable {

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
    private final AtomicBoolean closed = new AtomicBoolean();

    MemoryParts(Workspace workspace, SqliteDatabase database, MemoryStoreBuilder settings) {
        this.workspace = workspace;
        this.database = database;
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
