package io.lifeos.memory.migration;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a thread of its own, ahead of the one thread that takes what was read, by so many bytes at the most. What
 * reading fails with reaches the taker, after all that was read before.
 *
 * @param <P> what is read at once
 */
final class ReadAhead<P extends ReadAhead.Piece> implements AutoCloseable {

    private static final long MOST_BYTES = 8L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<P> ready = new ArrayDeque<>();
    private final Thread reader;
    private long readyBytes;
    private boolean ended;
    private boolean cancelled;
    private @Nullable Throwable failure;

    /** What is read at once. */
    interface Piece {

        /** About how much memory it takes, in bytes. */
        long bytes();
    }

    /** Where a reader puts what it has read. */
    interface Sink<P> {

        /** Waits until there is room; gives false when nothing more is wanted. */
        boolean put(P piece);
    }

    /** Begins to read: the source is to put all that it has, and to stop when no more is wanted. */
    ReadAhead(Consumer<Sink<P>> source) {
        reader = new Thread(() -> read(source), "lifeos-memory-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Consumer<Sink<P>> source) {
        Throwable failed = null;
        try {
            source.accept(this::put);
        } catch (RuntimeException | Error e) {
            failed = e;
        }
        lock.lock();
        try {
            failure = failed;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean put(P piece) {
        lock.lock();
        try {
            while (!cancelled && !ready.isEmpty() && readyBytes + piece.bytes() > MOST_BYTES) {
                changed.awaitUninterruptibly();
            }
            if (!cancelled) {
                ready.add(piece);
                readyBytes += piece.bytes();
                changed.signalAll();
            }
            return !cancelled;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next piece; null at the end. */
    @Nullable P take() {
        lock.lock();
        try {
            while (ready.isEmpty() && !ended) {
                changed.awaitUninterruptibly();
            }
            P piece = ready.poll();
            if (piece != null) {
                readyBytes -= piece.bytes();
                changed.signalAll();
            } else if (failure != null) {
                throw rethrown(failure);
            }
            return piece;
        } finally {
            lock.unlock();
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    /** Waits until the reader has let go of its source. What was not taken is dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            cancelled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
