package io.lifeos.memory.migration.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Collects items and writes them in transactions of about 200 ms at the pace of the one before, since others who write into
 * the same file meanwhile wait for them. A transaction may still take longer, when the full-text index is merged.
 *
 * @param <T> the type of the items
 */
public final class PacedBatches<T> {

    private static final Duration AIM = Duration.ofMillis(200);
    private static final int FIRST_ITEMS = 500;
    private static final int LEAST_ITEMS = 20;

    /** The pause in which others may write to the file: a process of ours asks for it every millisecond. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** SQLite itself asks for the lock every 100 ms while it waits, and other programs give up after 5 s. */
    private static final Duration LONG_PAUSE = Duration.ofMillis(110);

    private static final Duration BETWEEN_LONG_PAUSES = Duration.ofSeconds(3);

    private static final long MOST_BYTES = 8L << 20;

    private final Consumer<List<T>> writer;
    private final Runnable afterEach;
    private final int mostItems;
    private final LongSupplier clock;
    private final LongConsumer sleeper;

    private final List<T> pending = new ArrayList<>();
    private long pendingBytes;
    private int items;
    private long lastLongPause;

    /**
     * Collects for a writer.
     *
     * @param mostItems the most items in a transaction
     * @param writer writes one transaction
     * @param afterEach runs after each transaction, and takes no part in the pace
     */
    public PacedBatches(int mostItems, Consumer<List<T>> writer, Runnable afterEach) {
        this(mostItems, writer, afterEach, System::nanoTime, LockSupport::parkNanos);
    }

    /** Measures by this clock and waits by this sleeper, both in nanoseconds. */
    PacedBatches(
            int mostItems, Consumer<List<T>> writer, Runnable afterEach, LongSupplier clock, LongConsumer sleeper) {
        this.writer = writer;
        this.afterEach = afterEach;
        this.mostItems = mostItems;
        this.clock = clock;
        this.sleeper = sleeper;
        this.items = Math.min(FIRST_ITEMS, mostItems);
        this.lastLongPause = clock.getAsLong();
    }

    /**
     * Adds items, and writes as many as fill transactions.
     *
     * @param more the items
     * @param bytes about how much memory they take, in bytes
     */
    public void add(List<T> more, long bytes) {
        if (pendingBytes + bytes > MOST_BYTES) {
            writeRest();
        }
        pending.addAll(more);
        pendingBytes += bytes;
        while (pending.size() >= items) {
            writeFirst(items);
        }
    }

    /** Writes all items that are left. */
    public void writeRest() {
        while (!pending.isEmpty()) {
            writeFirst(Math.min(items, pending.size()));
        }
    }

    private void writeFirst(int count) {
        List<T> batch = pending.subList(0, count);
        long begun = clock.getAsLong();
        writer.accept(batch);
        learn(count, clock.getAsLong() - begun);
        batch.clear();
        pendingBytes = pending.isEmpty() ? 0 : pendingBytes;
        afterEach.run();
        pause();
    }

    private void pause() {
        boolean isLong = clock.getAsLong() - lastLongPause > BETWEEN_LONG_PAUSES.toNanos();
        sleeper.accept((isLong ? LONG_PAUSE : PAUSE).toNanos());
        if (isLong) {
            lastLongPause = clock.getAsLong();
        }
    }

    /** Grows twofold at the most, as a small batch says little of a large one. */
    private void learn(int count, long nanos) {
        long affordable = count * AIM.toNanos() / Math.max(1, nanos);
        items = (int) Math.min(mostItems, Math.max(LEAST_ITEMS, Math.min(affordable, 2L * items)));
    }
}
