package io.lifeos.memory.migration;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Something that is done on a thread of its own meanwhile.
 *
 * @param <T> what comes of it
 */
final class Background<T> implements AutoCloseable {

    private final FutureTask<T> task;

    Background(String name, Supplier<T> work) {
        task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for it, even when interrupted; throws what it threw. */
    T result() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until the thread has let go of all that it uses, whatever comes of it. */
    @Override
    public void close() {
        try {
            result();
        } catch (RuntimeException e) {
            // Whoever wanted the result was told.
        }
    }
}
