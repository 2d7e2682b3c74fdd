package io.lifeos.memory.log;

import io.lifeos.memory.concurrent.Workers;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.Mention;
import io.lifeos.memory.fact.NewFact;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.log.OutboxRelay.Held;
import io.lifeos.memory.sqlite.table.Outbox;
import io.lifeos.memory.workspace.Workspace;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daily logs of facts that are stored in batches. They are rendered from what is in memory, and written, on a thread of
 * its own, those of some batches at once, while the next batches are stored. What does not fit, as that thread is behind or the
 * facts of a day come scattered, and what a failure leaves stays in the outbox. To be used by one thread.
 */
public final class BatchLogs {

    private static final Logger LOG = LoggerFactory.getLogger(BatchLogs.class);

    /** The most that is gathered or in writing; a character takes up to two bytes. */
    private static final long MOST_CHARACTERS = 8L << 20;

    /** What an entry takes beside its text. */
    private static final long ENTRY = 200;

    /** What the name of an entity takes beside its text. */
    private static final long MENTION = 20;

    private static final int DAYS_AT_ONCE = 16;

    /** Between some days and the next, so that others who retain facts get their turn: processes ask every 2 ms. */
    private static final Duration PAUSE = Duration.ofMillis(3);

    private static final Comparator<Held> IN_ORDER = Comparator.comparing(Held::day)
            .thenComparing(Held::happenedAt)
            .thenComparing(held -> held.entry().factId());

    private final OutboxRelay relay;
    private final Workers writer = Workers.serial("lifeos-memory-logs");
    private List<Held> gathered = new ArrayList<>();
    private long charactersGathered;
    private long charactersInWriting;
    private FutureTask<Boolean> writing = new FutureTask<>(() -> true);
    private volatile boolean failed;

    /** The days of which an entry was left to the outbox: the others follow it, so that they come in one order. */
    private final Set<LocalDate> left = new HashSet<>();

    /**
     * Prepares for a memory. Nothing is written yet.
     *
     * @param workspace its folder
     * @param database its file
     */
    public BatchLogs(Workspace workspace, DatabaseManager database) {
        this.relay = new OutboxRelay(workspace, database, writer);
        writing.run();
    }

    /**
     * Runs a transaction that also removes the outbox entries of logs that are written.
     *
     * @param transaction runs work in a transaction, in which it may delete rows of the outbox
     * @param work the work
     * @param <T> the type of its result
     * @return its result
     */
    public <T> T removingWritten(Function<SqlFunction<T>, T> transaction, SqlFunction<T> work) {
        return relay.removingRelayed(transaction, work);
    }

    /**
     * Takes the logs that are due by a transaction, and begins to write if there are enough of them. Never waits.
     *
     * @param due the logs of a transaction, which is committed
     * @return the number of those that were left to the outbox
     */
    public long add(Collection<Outbox.Due> due) {
        long notHeld = due.stream().filter(each -> !hold(each)).count();
        if (writing.isDone()) {
            charactersInWriting = 0;
            if (charactersGathered >= MOST_CHARACTERS / 2 && comeByDay(gathered)) {
                beginToWrite();
            }
        }
        return notHeld;
    }

    /** Looks at the length first, as a fact may be so large that the heap holds it but once. */
    private boolean hold(Outbox.Due due) {
        NewFact fact = due.fact();
        long length = fact == null ? 0 : fact.content().length();
        if (failed || charactersGathered + charactersInWriting + length > MOST_CHARACTERS || left.contains(due.day())) {
            left.add(due.day());
            return false;
        }
        gathered.add(new Held(
                due.day(),
                due.entry(),
                due.happenedAt(),
                fact == null ? null : LogEntry.rendering(due.entry().factId(), due.happenedAt(), fact)));
        charactersGathered += ENTRY + length + (fact == null ? 0 : lengthOfDetails(fact));
        return true;
    }

    private static long lengthOfDetails(NewFact fact) {
        long length = fact.context().map(String::length).orElse(0);
        for (Mention mention : fact.mentions()) {
            length += MENTION + mention.text().length();
        }
        return length;
    }

    /** Tells whether the facts of a day come together, but for a few: else each writing would touch every log. */
    private static boolean comeByDay(List<Held> entries) {
        Set<LocalDate> days = new HashSet<>();
        int turns = 0;
        @Nullable LocalDate last = null;
        for (Held each : entries) {
            days.add(each.day());
            turns += each.day().equals(last) ? 0 : 1;
            last = each.day();
        }
        return turns <= days.size() + entries.size() / 10;
    }

    private void beginToWrite() {
        List<Held> some = new ArrayList<>(gathered);
        some.removeIf(held -> failed || left.contains(held.day()));
        gathered = new ArrayList<>();
        Workers.join(writing);
        charactersInWriting = charactersGathered;
        charactersGathered = 0;
        writing = new FutureTask<>(() -> write(some), true);
        writer.execute(writing);
    }

    private void write(List<Held> some) {
        some.sort(IN_ORDER);
        Set<LocalDate> days = new HashSet<>();
        int from = 0;
        try {
            for (int to = 0; to < some.size(); to++) {
                if (days.add(some.get(to).day()) && days.size() > DAYS_AT_ONCE) {
                    relay.relayHeld(some.subList(from, to));
                    LockSupport.parkNanos(PAUSE.toNanos());
                    days = new HashSet<>(Set.of(some.get(to).day()));
                    from = to;
                }
            }
            relay.relayHeld(some.subList(from, some.size()));
        } catch (RuntimeException e) {
            failed = true;
            LOG.warn("The migration goes on, and its daily logs are tried again at its end. {}", e.getMessage());
        }
    }

    /**
     * Writes all that is gathered, and removes the outbox entries of all logs that are written.
     *
     * @throws StoreException if the file cannot be written
     */
    public void finish() {
        beginToWrite();
        Workers.join(writing);
        relay.removeRelayed();
    }
}
