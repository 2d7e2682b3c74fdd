package io.lifeos.memory.log;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.sqlite.table.LoggedFactTable;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.workspace.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what the outbox holds into the daily logs, and then empties it. */
public final class OutboxRelay {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    private static final int DAYS_AT_ONCE = 16;
    private static final int ENTRIES_AT_ONCE = 2_000;

    private final DatabaseManager database;
    private final DailyLogs logs;
    private final Workers workers;
    private final ConcurrentLinkedQueue<Relayed> relayed = new ConcurrentLinkedQueue<>();

    /** The days whose log could not be written, the one that was tried last at the end. */
    private final Set<LocalDate> lagging = Collections.synchronizedSet(new LinkedHashSet<>());

    public OutboxRelay(Workspace workspace, DatabaseManager database, Workers workers) {
        this.database = database;
        this.workers = workers;
        this.logs = new DailyLogs(workspace);
    }

    /** Outbox entries whose log is written. */
    private record Relayed(LocalDate day, List<Outbox.Entry> entries) {}

    /**
     * What the log of a day is to say of a fact, while the outbox has this entry.
     *
     * @param text the fact as the log shows it; null if it no longer lies on this day
     */
    record Held(
            LocalDate day,
            Outbox.Entry entry,
            Instant happenedAt,
            @Nullable Supplier<String> text) {

        void render(Consumer<String> to) {
            if (text != null) {
                to.accept(text.get());
            }
        }
    }

    /**
     * Brings the logs in step with facts that were just stored, and one log that could not be written before. The outbox entries
     * of new facts go with {@linkplain #removingRelayed the next transaction}, so that a fact takes one commit and not two;
     * until then a crash has the logs merely written again, to the same effect.
     *
     * @throws RuntimeException if the log of one of these facts cannot be written; the others are, and the next call tries again
     */
    public void relay(Collection<Fact> facts) {
        relayHeld(facts.stream()
                .sorted(Comparator.comparing(Fact::id))
                .map(fact -> new Held(
                        StoredTime.day(fact.happenedAt()),
                        new Outbox.Entry(fact.id(), Outbox.INSERTED),
                        fact.happenedAt(),
                        () -> LogEntry.render(fact)))
                .toList());
    }

    /** Brings the logs in step as {@link #relay} does, with new entries in this order. */
    void relayHeld(Collection<Held> entries) {
        Map<LocalDate, Map<Long, Held>> days = new TreeMap<>();
        entries.forEach(held -> days.computeIfAbsent(held.day(), day -> new LinkedHashMap<>())
                .put(held.entry().factId(), held));
        if (days.isEmpty()) {
            return;
        }
        List<Relayed> asHeld = new ArrayList<>();
        List<Relayed> written = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        exclusively(days.keySet(), written, () -> {
            Set<LocalDate> behind = behind();
            days.forEach((day, held) -> attempt(failures, () -> {
                if (behind.remove(day)) {
                    catchUp(day, written);
                } else {
                    writeHeld(day, held, asHeld, written);
                }
            }));
            if (failures.isEmpty()) {
                behind.stream().findFirst().ifPresent(day -> tryAgain(day, written));
            }
        });
        relayed.addAll(asHeld);
        removeIfPossible(written);
        throwAny(failures);
    }

    /**
     * Writes logs while nobody else does. Which days lag is noted there too, so that no day is taken for written that another
     * thread could not write.
     *
     * @param days lag if this fails as a whole, as do those of {@code written}
     */
    private void exclusively(Collection<LocalDate> days, List<Relayed> written, Runnable work) {
        boolean safe = false;
        try {
            logs.exclusively(work);
            safe = true;
        } finally {
            if (!safe) {
                lagging.addAll(days);
                lag(written);
            }
        }
    }

    private void lag(List<Relayed> some) {
        some.forEach(each -> lagging.add(each.day()));
    }

    private Set<LocalDate> behind() {
        synchronized (lagging) {
            return new LinkedHashSet<>(lagging);
        }
    }

    /** Until they are removed, the log is merely written again, to the same effect. */
    private void removeIfPossible(List<Relayed> written) {
        try {
            remove(written);
        } catch (RuntimeException e) {
            lag(written);
            LOG.debug("The outbox keeps entries whose log is written", e);
        }
    }

    private static void attempt(List<RuntimeException> failures, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private static void throwAny(List<? extends RuntimeException> failures) {
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Writes the log of a day wholly, or has the day lag, as the one that was tried last. */
    private void catchUp(LocalDate day, List<Relayed> written) {
        lagging.remove(day);
        orLag(day, () -> {
            List<Outbox.Entry> entries = database.read(connection -> new Outbox(connection).entries(day));
            write(day, entries);
            for (int from = 0; from < entries.size(); from += ENTRIES_AT_ONCE) {
                written.add(new Relayed(day, entries.subList(from, Math.min(from + ENTRIES_AT_ONCE, entries.size()))));
            }
        });
    }

    /** That it fails was told when it failed first. */
    private void tryAgain(LocalDate day, List<Relayed> written) {
        try {
            catchUp(day, written);
        } catch (RuntimeException e) {
            LOG.debug("A daily log lags still", e);
        }
    }

    private void orLag(LocalDate day, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            lagging.add(day);
            throw e;
        }
    }

    /**
     * A fact without an entry has been logged by another process. One whose entry tells of the very change that is held is still
     * as it was stored, and no later entry of it can be taken for this one; any other was changed meanwhile and is read again. So
     * are all if another program, which knows no outbox, changed or deleted one of them.
     */
    private void writeHeld(LocalDate day, Map<Long, Held> held, List<Relayed> asHeld, List<Relayed> written) {
        orLag(day, () -> {
            boolean[] changedByOthers = {false};
            List<Outbox.Entry> entries = database.read(connection -> {
                changedByOthers[0] = new LoggedFactTable(connection).anyChangedByOthers(held.keySet());
                return new Outbox(connection).entries(day, held.keySet());
            });
            if (entries.isEmpty()) {
                return;
            }
            if (!changedByOthers[0]
                    && entries.stream()
                            .allMatch(entry -> entry.equals(Objects.requireNonNull(held.get(entry.factId()))
                                    .entry()))) {
                Set<Long> due = Set.copyOf(ids(entries));
                logs.updateEntries(
                        day,
                        held.keySet().stream().filter(due::contains).toList(),
                        (some, to) -> some.stream()
                                .map(held::get)
                                .filter(Objects::nonNull)
                                .forEach(one -> one.render(to)));
                asHeld.add(new Relayed(day, entries));
            } else {
                write(day, entries);
                written.add(new Relayed(day, entries));
            }
        });
    }

    private static List<Long> ids(List<Outbox.Entry> entries) {
        return entries.stream().map(Outbox.Entry::factId).toList();
    }

    /** Runs a transaction that removes these outbox entries too. If it fails, they wait for the next one. */
    public <T> T removingRelayed(SqlFunction<T> work) {
        return removingRelayed(database::transaction, work);
    }

    <T> T removingRelayed(Function<SqlFunction<T>, T> transaction, SqlFunction<T> work) {
        List<Relayed> some = List.copyOf(relayed);
        T result = transaction.apply(connection -> {
            remove(connection, some);
            return work.apply(connection);
        });
        relayed.removeAll(some);
        return result;
    }

    /** Removes outbox entries that no other transaction took along. */
    public void removeRelayed() {
        if (!relayed.isEmpty()) {
            removingRelayed(connection -> true);
        }
    }

    /**
     * Writes up to 16 logs that could not be written before, and removes what is left of the outbox entries of written ones.
     *
     * @throws RuntimeException if one of the logs, or the file, cannot be written
     */
    public void finish() {
        List<Relayed> written = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        try {
            if (!lagging.isEmpty()) {
                exclusively(
                        List.of(),
                        written,
                        () -> behind().stream()
                                .limit(DAYS_AT_ONCE)
                                .forEach(day -> attempt(failures, () -> catchUp(day, written))));
            }
            remove(written);
            throwAny(failures);
        } finally {
            removeRelayed();
        }
    }

    /**
     * Brings all logs in step with all facts. A log that cannot be written does not keep the others waiting, and a fact
     * that is stored meanwhile waits for some logs at the most.
     */
    public void relayAll() {
        removeRelayed();
        List<StoreException> failures = Collections.synchronizedList(new ArrayList<>());
        List<LocalDate> days = database.read(connection -> new Outbox(connection).days());
        for (int from = 0; from < days.size(); from += DAYS_AT_ONCE) {
            List<LocalDate> some = days.subList(from, Math.min(from + DAYS_AT_ONCE, days.size()));
            List<Relayed> written = Collections.synchronizedList(new ArrayList<>());
            exclusively(
                    days.subList(from, days.size()),
                    written,
                    () -> workers.runAll(some.stream()
                            .<Runnable>map(day -> () -> catchUp(day, written, failures))
                            .toList()));
            try {
                remove(written);
            } catch (RuntimeException | Error e) {
                lagging.addAll(days.subList(from, days.size()));
                throw e;
            }
        }
        throwAny(failures);
    }

    private void catchUp(LocalDate day, List<Relayed> written, List<StoreException> failures) {
        try {
            catchUp(day, written);
        } catch (StoreException e) {
            failures.add(e);
        }
    }

    private void write(LocalDate day, List<Outbox.Entry> entries) {
        List<Long> ids = ids(entries);
        if (ids.isEmpty()) {
            return;
        }
        StoredFacts facts = new StoredFacts(database);
        try {
            logs.update(day, ids, facts);
        } catch (StoreException e) {
            Set<Long> unreadable = facts.unreadable(ids);
            if (unreadable.isEmpty()) {
                throw e;
            }
            writeReadable(
                    day, ids.stream().filter(id -> !unreadable.contains(id)).toList(), facts);
        }
    }

    /** Keeps the entry of a fact that cannot be read, as it may be all that tells when it happened. */
    private void writeReadable(LocalDate day, List<Long> ids, DailyLogs.FactReader facts) {
        if (!ids.isEmpty()) {
            logs.update(day, ids, facts);
        }
    }

    private void remove(List<Relayed> written) {
        int from = 0;
        while (from < written.size()) {
            int to = from;
            int entries = 0;
            while (to < written.size() && entries < ENTRIES_AT_ONCE) {
                entries += written.get(to).entries().size();
                to++;
            }
            List<Relayed> some = written.subList(from, to);
            database.transaction(connection -> remove(connection, some));
            from = to;
        }
    }

    private static int remove(Connection connection, Collection<Relayed> some) throws SQLException {
        int removed = 0;
        for (Relayed each : some) {
            removed += new Outbox(connection).remove(each.day(), each.entries());
        }
        return removed;
    }
}
