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

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<P> ready = new ArrayDeque<>();
    private final long mostBytes;
    private final Background<Boolean> reader;
    private long readyBytes;
    private boolean ended;
    private boolean cancelled;

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
    ReadAhead(long mostBytes, Consumer<Sink<P>> source) {
        this.mostBytes = mostBytes;
        this.reader = new Background<>("lifeos-memory-reader", () -> read(source));
    }

    private boolean read(Consumer<Sink<P>> source) {
        try {
            source.accept(this::put);
            return true;
        } finally {
            lock.lock();
            try {
                ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean put(P piece) {
        lock.lock();
        try {
            while (!cancelled && !ready.isEmpty() && readyBytes + piece.bytes() > mostBytes) {
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
            }
            return piece == null ? end() : piece;
        } finally {
            lock.unlock();
        }
    }

    /** The end is one only if the reader came to it. */
    private @Nullable P end() {
        reader.result();
        return null;
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
        reader.close();
    }
}
