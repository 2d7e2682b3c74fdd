package io.lifeos.memory.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Collects memories and writes them, in transactions of about 200 ms at the pace of the one before, as whoever retains
 * into the same memory meanwhile waits for them. A transaction may still take longer, when the full-text index is merged.
 */
final class Batches {

    private static final Duration AIM = Duration.ofMillis(200);
    private static final int FIRST_ROWS = 500;
    private static final int LEAST_ROWS = 20;
    private static final long MOST_BYTES = 8L << 20;

    private final BatchTarget target;
    private final int mostRows;
    private final IntConsumer written;

    private final List<MappedMemory> pending = new ArrayList<>();
    private long pendingBytes;
    private int rows;

    /** Tells after each transaction how many rows it brought over or rejected. */
    Batches(BatchTarget target, int mostRows, IntConsumer written) {
        this.target = target;
        this.mostRows = mostRows;
        this.rows = Math.min(FIRST_ROWS, mostRows);
        this.written = written;
    }

    void add(Page page) {
        if (pendingBytes + page.bytes() > MOST_BYTES) {
            writeRest();
        }
        pending.addAll(page.pending());
        pendingBytes += page.bytes();
        while (pending.size() >= rows) {
            writeFirst(rows);
        }
    }

    void writeRest() {
        while (!pending.isEmpty()) {
            writeFirst(Math.min(rows, pending.size()));
        }
    }

    private void writeFirst(int count) {
        List<MappedMemory> batch = pending.subList(0, count);
        long begun = System.nanoTime();
        target.write(batch);
        learn(count, System.nanoTime() - begun);
        batch.clear();
        pendingBytes = pending.isEmpty() ? 0 : pendingBytes;
        written.accept(count);
    }

    /** Grows twofold at the most, as a small batch says little of a large one. */
    private void learn(int count, long nanos) {
        long affordable = count * AIM.toNanos() / Math.max(1, nanos);
        rows = (int) Math.min(mostRows, Math.max(LEAST_ROWS, Math.min(affordable, 2L * rows)));
    }
}
