package io.lifeos.memory.migration.flow;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads on a thread of its own, ahead of the one thread that takes the pieces, by a bounded number of bytes. A failure of
 * the reader reaches the taker after all pieces that were read before.
 *
 * @param <P> the type of a piece
 */
public final class ReadAhead<P extends ReadAhead.Piece> implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<P> ready = new ArrayDeque<>();
    private final long mostBytes;
    private final Background<Boolean> reader;
    private long readyBytes;
    private boolean inUse;
    private boolean ended;
    private boolean cancelled;

    /** A part of the source that is read at once. */
    public interface Piece {

        /** {@return an estimate of the memory that it takes, in bytes} */
        long bytes();
    }

    /**
     * Takes pieces from the reader.
     *
     * @param <P> the type of a piece
     */
    public interface Sink<P> {

        /**
         * Takes a piece; waits until there is room.
         *
         * @param piece the piece
         * @return false if no more is wanted
         */
        boolean put(P piece);

        /** Waits until every piece that was put has been taken and used, to be alone in memory. */
        default void awaitUse() {}
    }

    /**
     * Begins to read.
     *
     * @param mostBytes the most bytes that wait to be taken, if there is more than one piece
     * @param source puts all that it has into the sink, and stops when no more is wanted
     */
    public ReadAhead(long mostBytes, Consumer<Sink<P>> source) {
        this.mostBytes = mostBytes;
        this.reader = new Background<>("lifeos-memory-reader", () -> read(source));
    }

    private boolean read(Consumer<Sink<P>> source) {
        try {
            source.accept(new Pieces());
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

    private final class Pieces implements Sink<P> {

        @Override
        public boolean put(P piece) {
            return ReadAhead.this.put(piece);
        }

        @Override
        public void awaitUse() {
            lock.lock();
            try {
                while (!cancelled && (inUse || !ready.isEmpty())) {
                    changed.awaitUninterruptibly();
                }
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

    /**
     * Waits for the next piece. The one before is used by then.
     *
     * @return the piece; null at the end
     */
    public @Nullable P take() {
        lock.lock();
        try {
            inUse = false;
            changed.signalAll();
            while (ready.isEmpty() && !ended) {
                changed.awaitUninterruptibly();
            }
            P piece = ready.poll();
            if (piece != null) {
                inUse = true;
                readyBytes -= piece.bytes();
                changed.signalAll();
            }
            return piece == null ? end() : piece;
        } finally {
            lock.unlock();
        }
    }

    /** The end counts only if the reader reached it. */
    private @Nullable P end() {
        reader.result();
        return null;
    }

    /** Waits until the reader has let go of its source. Pieces that were not taken are dropped. */
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
