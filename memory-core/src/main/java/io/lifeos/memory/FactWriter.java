package io.lifeos.memory;

import io.lifeos.memory.KeyedFacts.Given;
import io.lifeos.memory.KeyedFacts.Outcome;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.NamedVector;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.log.OutboxRelay;
import io.lifeos.memory.recall.vector.EmbeddingService;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores facts for many threads, of each all or none: the thread whose turn it is also stores the facts of all waiting ones, in one
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
    private final Listeners listeners;
    private final ConcurrentLinkedQueue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();
    private boolean closed;

    FactWriter(
            DatabaseManager database,
            OutboxRelay logs,
            Clock clock,
            @Nullable EmbeddingService embeddings,
            Listeners listeners) {
        this.database = database;
        this.logs = logs;
        this.clock = clock;
        this.embeddings = embeddings;
        this.listeners = listeners;
    }

    /** Facts that a thread waits for. They are written by whoever has the turn, which then wakes the thread. */
    private static final class Pending {

        private final Thread thread = Thread.currentThread();

        private final List<Given> given;
        private List<Outcome> outcomes = List.of();
        private @Nullable Throwable failure;
        private volatile boolean done;

        Pending(List<Given> given) {
            this.given = given;
        }

        /** Hands the outcome over to its thread. */
        void finish() {
            done = true;
            LockSupport.unpark(thread);
        }

        List<Outcome> result() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return outcomes;
        }
    }

    /**
     * Stores facts, all or none; when this returns they are committed, and their logs are written or will be. Each thread
     * embeds its own facts, before its turn or after it, so that a slow embedder keeps no other thread waiting.
     *
     * @param newFacts the facts
     * @param scope the scope in which they are stored
     * @return the facts as they are stored, in the same order
     */
    List<Fact> save(List<NewFact> newFacts, Scope scope) {
        database.requireWritable();
        if (newFacts.isEmpty()) {
            return List.of();
        }
        long start = System.nanoTime();
        List<Outcome> outcomes = store(new Pending(prepared(newFacts, scope)));
        if (embeddings != null) {
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i).written()
                        && embeddings.needsVector(newFacts.get(i).vector())) {
                    embeddings.afterStoring(outcomes.get(i).fact());
                }
            }
        }
        listeners.retained(
                outcomes.stream().filter(Outcome::written).map(Outcome::fact).toList(), Listeners.since(start));
        listeners.forgotten(outcomes.stream()
                .flatMap(outcome -> outcome.forgotten().stream())
                .toList());
        return outcomes.stream().map(Outcome::fact).toList();
    }

    /** What is known by now and kept is not embedded again. */
    private List<Given> prepared(List<NewFact> newFacts, Scope scope) {
        List<Given> all = newFacts.stream()
                .map(newFact -> new Given(newFact, scope, null, null))
                .toList();
        List<Given> given = all.stream()
                        .anyMatch(each -> each.fact().unlessKnown()
                                || (embeddings != null && each.key().isPresent()))
                ? database.read(connection -> new KeyedFacts(connection, now()).lookedUp(all))
                : all;
        return embeddings == null ? given : embedded(given, embeddings);
    }

    private static List<Given> embedded(List<Given> given, EmbeddingService embeddings) {
        List<String> contents = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Given each = given.get(i);
            boolean kept =
                    !each.replaces() && each.seen() != null && each.seen().known() != null;
            if (embeddings.needsVector(each.fact().vector()) && !kept) {
                contents.add(each.fact().content());
                places.add(i);
            }
        }
        List<@Nullable NamedVector> vectors = embeddings.beforeStoring(contents);
        List<Given> all = new ArrayList<>(given);
        for (int i = 0; i < places.size(); i++) {
            all.set(places.get(i), given.get(places.get(i)).with(vectors.get(i)));
        }
        return all;
    }

    private List<Outcome> store(Pending mine) {
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
        int facts = 0;
        for (Pending next = waiting.poll(); next != null; next = facts < MOST_AT_ONCE ? waiting.poll() : null) {
            batch.add(next);
            facts += next.given.size();
        }
        try {
            store(batch);
        } catch (ValueRejectedException | IllegalArgumentException e) {
            batch.forEach(this::storeAlone);
        } catch (RuntimeException | Error e) {
            batch.forEach(pending -> pending.failure = e);
        }
        try {
            writeLogs(
                    batch.stream().flatMap(pending -> pending.outcomes.stream()).toList());
        } finally {
            batch.forEach(Pending::finish);
        }
    }

    /** Writes facts in a transaction of its own, beside those that wait for their turn, then their logs. */
    List<Outcome> commit(Work work) {
        Instant now = now();
        List<Outcome> outcomes = logs.removingRelayed(connection -> work.run(connection, now));
        writeLogs(outcomes);
        return outcomes;
    }

    /** Writes facts. */
    interface Work {
        List<Outcome> run(Connection connection, Instant now) throws SQLException;
    }

    private void store(List<Pending> batch) {
        if (closed) {
            throw new IllegalStateException("The memory at " + database.file() + " is closed.");
        }
        Instant now = now();
        List<Given> all =
                batch.stream().flatMap(pending -> pending.given.stream()).toList();
        List<Outcome> outcomes = logs.removingRelayed(connection -> new KeyedFacts(connection, now).save(all));
        int from = 0;
        for (Pending pending : batch) {
            int to = from + pending.given.size();
            pending.outcomes = outcomes.subList(from, to);
            from = to;
        }
    }

    /** Returns the time, as it can be stored. */
    Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!StoredTime.canHold(now)) {
            throw new StoreException("The clock says that it is " + now
                    + ", which is not in the years 1 to 9999 UTC; nothing was stored; set the clock.");
        }
        return now;
    }

    private void storeAlone(Pending pending) {
        try {
            store(List.of(pending));
        } catch (RuntimeException | Error e) {
            pending.failure = e;
        }
    }

    /** Writes the daily logs, also of the day on which a replaced fact was. A fact is safe once it is committed. */
    private void writeLogs(List<Outcome> outcomes) {
        List<Fact> written = outcomes.stream()
                .filter(Outcome::written)
                .flatMap(outcome -> Stream.concat(Stream.ofNullable(outcome.before()), Stream.of(outcome.fact())))
                .toList();
        try {
            logs.relay(written);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Stored: facts {}. {}",
                    written.stream().map(Fact::id).distinct().toList(),
                    e.getMessage());
        }
    }
}
