package io.lifeos.memory;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.recall.FactEmbeddings;
import io.lifeos.memory.sqlite.DatabaseManager;
import io.lifeos.memory.sqlite.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores facts one by one, for many threads: the thread whose turn it is stores what all others wait for too, in one
 * transaction and with one writing of each daily log.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final int MOST_AT_ONCE = 500;

    private final DatabaseManager database;
    private final LogKeeper logs;
    private final Clock clock;
    private final @Nullable FactEmbeddings embeddings;
    private final ConcurrentLinkedQueue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    Retention(DatabaseManager database, LogKeeper logs, Clock clock, @Nullable FactEmbeddings embeddings) {
        this.database = database;
        this.logs = logs;
        this.clock = clock;
        this.embeddings = embeddings;
    }

    /** A fact that a thread waits for. Guarded by the turn. */
    private static final class Pending {

        private final NewFact newFact;
        private final float @Nullable [] vector;
        private @Nullable Fact stored;
        private @Nullable Throwable failure;

        Pending(NewFact newFact, float @Nullable [] vector) {
            this.newFact = newFact;
            this.vector = vector;
        }

        boolean isDone() {
            return stored != null || failure != null;
        }

        Fact result() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return Objects.requireNonNull(stored);
        }
    }

    /**
     * Stores a fact; when this returns it is committed, and its log is written or will be. Each thread embeds its own fact,
     * before its turn or after it, so that a slow embedder keeps no other thread waiting.
     */
    Fact save(NewFact newFact) {
        database.requireWritable();
        if (embeddings == null) {
            return store(new Pending(newFact, null));
        }
        Fact stored = store(new Pending(newFact, embeddings.beforeStoring(newFact.content())));
        embeddings.afterStoring(stored);
        return stored;
    }

    private Fact store(Pending mine) {
        waiting.add(mine);
        turn.lock();
        try {
            while (!mine.isDone()) {
                storeWaiting();
            }
            return mine.result();
        } finally {
            turn.unlock();
        }
    }

    /** Leaves nothing to the next open. */
    void close() {
        turn.lock();
        try {
            logs.removeFollowed();
        } catch (StoreException e) {
            LOG.warn(
                    "Every fact is stored; the last daily logs are written once more when the memory is next opened. {}",
                    e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    private void storeWaiting() {
        List<Pending> batch = new ArrayList<>();
        for (Pending next = waiting.poll(); next != null; next = batch.size() < MOST_AT_ONCE ? waiting.poll() : null) {
            batch.add(next);
        }
        try {
            store(batch);
        } catch (ValueRejectedException e) {
            batch.forEach(this::storeAlone);
        } catch (RuntimeException | Error e) {
            batch.forEach(pending -> pending.failure = e);
        }
        List<Fact> stored = batch.stream()
                .filter(pending -> pending.stored != null)
                .map(Pending::result)
                .toList();
        if (!stored.isEmpty()) {
            writeLogs(stored);
        }
    }

    private void store(List<Pending> batch) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<NewFact> newFacts = batch.stream().map(pending -> pending.newFact).toList();
        List<Fact> stored = database.transaction(connection -> {
            logs.removeFollowed(connection);
            FactTable facts = new FactTable(connection);
            List<Long> ids = facts.insert(newFacts, now);
            Map<Long, Fact> byId = facts.find(ids);
            List<Fact> found =
                    ids.stream().map(byId::get).map(Objects::requireNonNull).toList();
            storeVectors(connection, found, batch);
            return found;
        });
        for (int i = 0; i < stored.size(); i++) {
            batch.get(i).stored = stored.get(i);
        }
    }

    private void storeVectors(Connection connection, List<Fact> stored, List<Pending> batch) throws SQLException {
        if (embeddings != null) {
            for (int i = 0; i < stored.size(); i++) {
                embeddings.store(connection, stored.get(i), batch.get(i).vector);
            }
        }
    }

    private void storeAlone(Pending pending) {
        try {
            store(List.of(pending));
        } catch (RuntimeException | Error e) {
            pending.failure = e;
        }
    }

    /** A fact is safe once it is committed, so a log that fails can wait. */
    private void writeLogs(List<Fact> stored) {
        try {
            logs.follow(stored);
        } catch (RuntimeException e) {
            LOG.warn("Stored: facts {}. {}", stored.stream().map(Fact::id).toList(), e.getMessage());
        }
    }
}
