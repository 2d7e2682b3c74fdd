package io.lifeos.memory.migration.flow;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A task that runs on a daemon thread of its own.
 *
 * @param <T> the type of its result
 */
public final class Background<T> implements AutoCloseable {

    private final FutureTask<T> task;

    /**
     * Starts a task.
     *
     * @param name the name of its thread
     * @param work the task
     */
    public Background(String name, Supplier<T> work) {
        task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the task, even when interrupted. Throws the exception with which it failed.
     *
     * @return its result
     */
    public T result() {
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
