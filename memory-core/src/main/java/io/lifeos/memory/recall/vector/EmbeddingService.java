package io.lifeos.memory.recall.vector;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.jdbc.Chunks;
import io.lifeos.memory.jdbc.VectorMath;
import io.lifeos.memory.recall.Embedder;
import io.lifeos.memory.recall.Embedder.Purpose;
import io.lifeos.memory.recall.ReembedProgress;
import io.lifeos.memory.sqlite.table.VectorSpace;
import io.lifeos.memory.sqlite.table.VectorTable;
import io.lifeos.memory.sqlite.table.VectorTable.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the vectors of facts with an embedder: while a fact is retained, afterwards in the background, or later for all facts
 * without one. Never calls the embedder while the write lock is held. Safe for use by several threads.
 */
public final class EmbeddingService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingService.class);

    private static final int AT_ONCE = 32;
    private static final int TRIES = 3;
    private static final int WAITING_AT_MOST = 1_000;

    private final DatabaseManager database;
    private final Embedder embedder;
    private final VectorSpace space;
    private final LocalVectorSearch search;
    private final BlockingQueue<Text> waiting = new ArrayBlockingQueue<>(WAITING_AT_MOST);
    private final @Nullable Workers background;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * Binds an embedder to a file.
     *
     * @param database the file
     * @param search the search in its vectors
     * @param embedder the embedder
     * @param inBackground true to embed a retained fact in the background
     * @throws IllegalArgumentException if the embedder names no model or no dimensions
     */
    public EmbeddingService(
            DatabaseManager database, LocalVectorSearch search, Embedder embedder, boolean inBackground) {
        if (embedder.model().isBlank() || embedder.dimensions() < 1) {
            throw new IllegalArgumentException("The embedder names the model \"" + embedder.model() + "\" and "
                    + embedder.dimensions() + " dimensions; it must name a model and at least one dimension.");
        }
        this.database = database;
        this.embedder = embedder;
        this.space = new VectorSpace(embedder.model(), embedder.dimensions());
        this.search = search;
        this.background = inBackground ? Workers.serial("lifeos-memory-embedder") : null;
    }

    /**
     * Tells whether a fact that is about to be stored needs a vector beside the one that it comes with.
     *
     * @param own the vector that it comes with, if any
     * @return false if its own vector is of this model
     * @throws IllegalArgumentException if it is, but has another number of dimensions
     */
    public boolean needsVector(Optional<NamedVector> own) {
        if (own.filter(vector -> vector.model().equals(space.model())).isEmpty()) {
            return true;
        }
        if (own.get().dimensions() != space.dimensions()) {
            throw new IllegalArgumentException("The given vector is of the embedder's model \"" + space.model()
                    + "\", but has " + own.get().dimensions() + " dimensions, and the embedder's have "
                    + space.dimensions()
                    + "; nothing was stored; give one of that model, or name the model that made it.");
        }
        return false;
    }

    /**
     * Embeds facts that are about to be stored, 32 at a time. A failure is logged as a warning, once until it works again;
     * once all of 32 failed, the rest is not tried.
     *
     * @param contents the contents of the facts
     * @return a vector for each; null if it is to be embedded in the background or cannot be embedded now
     */
    public List<@Nullable NamedVector> beforeStoring(List<String> contents) {
        List<@Nullable NamedVector> vectors = new ArrayList<>();
        if (background == null) {
            for (List<String> some : Chunks.of(contents, AT_ONCE)) {
                List<@Nullable NamedVector> made = embed(some);
                vectors.addAll(made);
                if (made.stream().allMatch(Objects::isNull)) {
                    break;
                }
            }
        }
        vectors.addAll(Collections.nCopies(contents.size() - vectors.size(), null));
        return vectors;
    }

    /**
     * Hands a stored fact to the background if it is to be embedded there. Waits while 1,000 facts are before it,
     * unless the thread is interrupted. {@link #reembed} finds the facts that are not embedded then, or when the process dies.
     *
     * @param fact the fact
     */
    public void afterStoring(Fact fact) {
        if (background == null) {
            return;
        }
        try {
            Text text = new Text(fact.id(), fact.content());
            if (!waiting.offer(text)) {
                waiting.put(text);
            }
            background.execute(this::embedWaiting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            LOG.debug("Fact {} was stored while the memory was being closed, and has no vector yet.", fact.id(), e);
        }
    }

    private void embedWaiting() {
        List<Text> texts = new ArrayList<>();
        waiting.drainTo(texts, AT_ONCE);
        if (texts.isEmpty()) {
            return;
        }
        try {
            embedAndStore(texts);
        } catch (MemoryException | IllegalStateException e) {
            LOG.warn("{} facts are stored without a vector. {}", texts.size(), e.getMessage());
        }
    }

    /**
     * Makes the missing vectors: of facts that have none of this model, whose vector was imported without the name of its
     * model, or whose content has changed. Imported vectors stay as they are. Each batch is safe once the progress reports it,
     * so a call after an interrupted or failed one makes the rest, and a call that finds nothing missing does nothing. If the
     * thread is interrupted, the call ends after the current batch.
     *
     * @param progress takes a report at the start and after each batch
     * @return the last report
     * @throws MemoryException if the embedder fails on every text of a batch, or the file cannot be written
     */
    public ReembedProgress reembed(Consumer<ReembedProgress> progress) {
        BinaryIndex index = search.index(space);
        List<Long> missing = database.read(connection -> new VectorTable(connection).missing(index::hasNamedVector));
        ReembedProgress now = ReembedProgress.of(0, 0, missing.size());
        progress.accept(now);
        for (List<Long> some : Chunks.of(missing, AT_ONCE)) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            List<Text> texts = database.read(connection -> new VectorTable(connection).texts(some));
            int made = embedAndStore(texts);
            now = ReembedProgress.of(now.made() + made, now.failed() + some.size() - made, now.total());
            progress.accept(now);
            if (made == 0 && failing.get()) {
                throw new MemoryException("The embedder " + space.model() + " fails, so the vectors of "
                        + (now.total() - now.made()) + " facts are still missing; those that were made are safe;"
                        + " see the logged warning, and call again when it works.");
            }
        }
        return now;
    }

    private int embedAndStore(List<Text> texts) {
        List<@Nullable NamedVector> vectors =
                embed(texts.stream().map(Text::content).toList());
        return database.transaction(connection -> new VectorTable(connection).put(texts, vectors));
    }

    /** Returns a vector or null for each text. If all at once fail, a single one of them may be the reason. */
    private List<@Nullable NamedVector> embed(List<String> texts) {
        try {
            List<@Nullable NamedVector> vectors = checked(texts);
            failing.set(false);
            return vectors;
        } catch (RuntimeException | Error e) {
            // An error of a host's embedder, such as a native library that is missing, must not cost the fact.
            return texts.size() > 1 ? embedEach(texts) : failed(e);
        }
    }

    /** Gives up after a few texts, so that many do not wait for an embedder that is away. */
    private List<@Nullable NamedVector> embedEach(List<String> texts) {
        List<@Nullable NamedVector> vectors = new ArrayList<>();
        boolean works = false;
        for (String text : texts) {
            NamedVector vector =
                    works || vectors.size() < TRIES ? embed(List.of(text)).get(0) : null;
            works |= vector != null;
            vectors.add(vector);
        }
        return vectors;
    }

    private List<@Nullable NamedVector> failed(Throwable reason) {
        if (!failing.getAndSet(true)) {
            LOG.warn(
                    "The embedder {} failed. The fact is safe and found by its words; reembed makes its vector.",
                    space.model(),
                    reason);
        }
        return Collections.singletonList(null);
    }

    private List<@Nullable NamedVector> checked(List<String> texts) {
        List<float[]> vectors = embedder.embed(texts, Purpose.FACT);
        if (vectors.size() != texts.size()) {
            throw new IllegalStateException("It gave " + vectors.size() + " vectors for " + texts.size() + " texts.");
        }
        List<@Nullable NamedVector> named = new ArrayList<>(vectors.size());
        for (float[] vector : vectors) {
            if (vector.length != space.dimensions() || VectorMath.unit(vector) == null) {
                throw new IllegalStateException("It gave a vector that is zero, not finite, or not of "
                        + space.dimensions() + " dimensions but " + vector.length + ".");
            }
            named.add(new NamedVector(space.model(), vector));
        }
        return named;
    }

    /** Waits up to a minute until all waiting facts are embedded. A second call does nothing. */
    @Override
    public void close() {
        if (background != null) {
            background.close();
        }
    }
}
