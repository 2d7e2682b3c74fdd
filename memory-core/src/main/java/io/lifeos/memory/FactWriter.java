package io.lifeos.memory;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.log.OutboxRelay;
import io.lifeos.memory.recall.vector.EmbeddingService;
import io.lifeos.memory.sqlite.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores facts one by one, for many threads: the thread whose turn it is also stores the facts of all waiting ones, in one
 * transaction and with one writing of each daily log.
 */
final class FactWriter {

    private static final Logger LOG = LoggerFactory.getLogger(FactWriter.class);

    private static final int MOST_AT_ONCE = 500;

    /** The longest wait, in case a thread is woken just before it starts to wait. */
    private static final Duration MOST_WAIT = Duration.ofMillis(1);

    private final DatabaseManager database;
    private final OutboxRelay logs;
    private final Clock clock;
    private final @Nullable EmbeddingService embeddings;
    private final ConcurrentLinkedQueue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private boolean closed;

    FactWriter(DatabaseManager database, OutboxRelay logs, Clock clock, @Nullable EmbeddingService embeddings) {
        this.database = database;
        this.logs = logs;
        this.clock = clock;
        this.embeddings = embeddings;
    }

    /** A fact that a thread waits for. It is written by whoever has the turn, which then wakes the thread. */
    private static final class Pending {

        private final Thread thread = Thread.currentThread();

        private final NewFact newFact;
        private final float @Nullable [] vector;
        private @Nullable Fact stored;
        private @Nullable Throwable failure;
        private volatile boolean done;

        Pending(NewFact newFact, float @Nullable [] vector) {
            this.newFact = newFact;
            this.vector = vector;
        }

        /** Hands the outcome over to its thread. */
        void finish() {
            done = true;
            LockSupport.unpark(thread);
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
        boolean interrupted = false;
        try {
            while (!mine.done) {
                // A thread that is marked as interrupted does not wait.
                interrupted |= Thread.interrupted();
                takeTurnOrWait(mine);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return mine.result();
    }

    private void takeTurnOrWait(Pending mine) {
        if (!turn.tryLock()) {
            LockSupport.parkNanos(MOST_WAIT.toNanos());
            return;
        }
        try {
            while (!mine.done) {
                storeWaiting();
            }
        } finally {
            turn.unlock();
        }
        wakeNext();
    }

    /** Wakes one of the threads whose facts are not stored yet, which takes its turn; the others are awake already. */
    private void wakeNext() {
        Pending next = waiting.peek();
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }

    /** Ends the storing, and completes the daily logs of some days that lag. What stays behind is left to the next opening. */
    void close() {
        turn.lock();
        try {
            closed = true;
            logs.finish();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Every fact is stored; the last daily logs are completed when the memory is next opened. {}",
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
        try {
            writeLogs(stored);
        } finally {
            batch.forEach(Pending::finish);
        }
    }

    private void store(List<Pending> batch) {
        if (closed) {
            throw new IllegalStateException("The memory at " + database.file() + " is closed.");
        }
        Instant now = now();
        List<NewFact> newFacts = batch.stream().map(pending -> pending.newFact).toList();
        List<Fact> stored = logs.removingRelayed(connection -> {
            List<Long> ids = new FactTable(connection).insert(newFacts, now);
            List<Fact> facts = new ArrayList<>(ids.size());
            for (int i = 0; i < ids.size(); i++) {
                facts.add(stored(ids.get(i), newFacts.get(i), now));
            }
            storeVectors(connection, facts, batch);
            return facts;
        });
        for (int i = 0; i < stored.size(); i++) {
            batch.get(i).stored = stored.get(i);
        }
    }

    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!StoredTime.canHold(now)) {
            throw new StoreException("The clock says that it is " + now
                    + ", which is not in the years 1 to 9999 UTC; nothing was stored; set the clock.");
        }
        return now;
    }

    /** Returns a fact as reading it would, without reading it. */
    private static Fact stored(long id, NewFact fact, Instant now) {
        return Fact.builder(id, fact.content(), fact.happenedAt().orElse(now))
                .context(fact.context().orElse(null))
                .source(fact.source().orElse(null))
                // SQLite has no negative zero.
                .confidence(fact.confidence() + 0.0)
                .assistantOutput(fact.assistantOutput())
                .sessionId(fact.sessionId().orElse(null))
                .metadata(fact.metadata().orElse(null))
                .entities(fact.mentions().stream()
                        .map(mention -> mention.entity().name())
                        .distinct()
                        .toList())
                .owners(fact.owners())
                .recordedAt(now)
                .build();
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

    /** Writes the daily logs. A fact is safe once it is committed, so a log that fails can wait. */
    private void writeLogs(List<Fact> stored) {
        try {
            logs.relay(stored);
        } catch (RuntimeException e) {
            LOG.warn("Stored: facts {}. {}", stored.stream().map(Fact::id).toList(), e.getMessage());
        }
    }
}
