package io.lifeos.memory.migration.flow;

import io.lifeos.memory.jdbc.Chunks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects items and writes them in transactions, each in steps. A transaction ends once it is full, once somebody waits for
 * it, or once it has lasted so long that another program may wait for it, which cannot be known. So a busy machine does not
 * make transactions smaller until it is very slow.
 *
 * @param <T> the type of the items
 */
public final class PacedBatches<T> {

    /** The items after which a transaction may end: about 50 ms. */
    private static final int STEP = 500;

    /** The time after the first step. Another program gives up after 5 s, and a step may be slow when the index is merged. */
    private static final Duration LONGEST = Duration.ofMillis(500);

    /** The pause in which others may write to the file: a process of ours asks for it every millisecond. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** SQLite itself asks for the lock every 100 ms while it waits, and other programs give up after 5 s. */
    private static final Duration LONG_PAUSE = Duration.ofMillis(110);

    private static final Duration BETWEEN_LONG_PAUSES = Duration.ofSeconds(3);

    private static final long MOST_BYTES = 8L << 20;

    private final Writer<T> writer;
    private final Runnable afterEach;
    private final int mostItems;
    private final BooleanSupplier awaited;
    private final LongSupplier clock;
    private final LongConsumer sleeper;

    private final List<T> pending = new ArrayList<>();
    private long pendingBytes;
    private long lastLongPause;

    /**
     * Writes transactions.
     *
     * @param <T> the type of the items
     */
    @FunctionalInterface
    public interface Writer<T> {

        /**
         * Writes the first of some steps, or more of them, in one transaction.
         *
         * @param steps the steps, at least one
         * @param mayGoOn tells after a step whether the next one may follow in the same transaction
         * @return the number of items that are written, which is that of whole steps
         */
        int write(List<List<T>> steps, BooleanSupplier mayGoOn);
    }

    /**
     * Collects for a writer.
     *
     * @param mostItems the most items in a transaction
     * @param writer writes one transaction
     * @param awaited tells whether somebody waits for the end of a transaction
     * @param afterEach runs after each transaction
     */
    public PacedBatches(int mostItems, Writer<T> writer, BooleanSupplier awaited, Runnable afterEach) {
        this(mostItems, writer, awaited, afterEach, System::nanoTime, LockSupport::parkNanos);
    }

    /** Measures by this clock and waits by this sleeper, both in nanoseconds. */
    PacedBatches(
            int mostItems,
            Writer<T> writer,
            BooleanSupplier awaited,
            Runnable afterEach,
            LongSupplier clock,
            LongConsumer sleeper) {
        this.writer = writer;
        this.afterEach = afterEach;
        this.mostItems = mostItems;
        this.awaited = awaited;
        this.clock = clock;
        this.sleeper = sleeper;
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
        while (pending.size() >= mostItems) {
            writeFirst(mostItems);
        }
    }

    /** Writes all items that are left. */
    public void writeRest() {
        while (!pending.isEmpty()) {
            writeFirst(Math.min(mostItems, pending.size()));
        }
    }

    private void writeFirst(int most) {
        List<T> batch = List.copyOf(pending.subList(0, most));
        int written = writer.write(Chunks.of(batch, STEP), new Pace());
        pending.subList(0, written).clear();
        pendingBytes = pending.isEmpty() ? 0 : pendingBytes;
        afterEach.run();
        pause();
    }

    /** Counts from the end of the first step, so that waiting for the lock makes no transaction shorter. */
    private final class Pace implements BooleanSupplier {

        private @Nullable Long begun;

        @Override
        public boolean getAsBoolean() {
            long now = clock.getAsLong();
            begun = begun == null ? (Long) now : begun;
            return !awaited.getAsBoolean() && now - begun < LONGEST.toNanos();
        }
    }

    private void pause() {
        boolean isLong = clock.getAsLong() - lastLongPause > BETWEEN_LONG_PAUSES.toNanos();
        sleeper.accept((isLong ? LONG_PAUSE : PAUSE).toNanos());
        if (isLong) {
            lastLongPause = clock.getAsLong();
        }
    }
}
