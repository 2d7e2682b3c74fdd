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
    private boolean waitedFor;

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
     * Waits for the task. An interrupt does not end the wait; the thread stays marked as interrupted. If the task failed,
     * throws the very exception that it failed with.
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
            throw unchecked(e);
        } finally {
            waitedFor = true;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A supplier throws nothing else, unless it evades the compiler. */
    private static RuntimeException unchecked(ExecutionException failure) {
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return failure.getCause() instanceof RuntimeException e
                ? e
                : new IllegalStateException("A task in the background failed.", failure.getCause());
    }

    /** Waits until the task has ended and its thread uses nothing any more. A failure is ignored, as no result is wanted. */
    @Override
    public void close() {
        if (!waitedFor) {
            try {
                result();
            } catch (RuntimeException | Error e) {
                // Nobody asked for the result. An OutOfMemoryError may be the very one that is being thrown already.
            }
        }
    }
}
