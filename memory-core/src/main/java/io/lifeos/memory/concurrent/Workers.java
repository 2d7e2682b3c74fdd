package io.lifeos.memory.concurrent;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of daemon threads for one kind of work. Threads are started on demand and end when they have been idle for
 * a second.
 */
public final class Workers implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 1;
    private static final long PATIENCE_SECONDS = 60;

    private final ThreadPoolExecutor threads;

    private Workers(
            String name, int core, int most, BlockingQueue<Runnable> queue, RejectedExecutionHandler whenRefused) {
        this.threads = new ThreadPoolExecutor(
                core, most, IDLE_SECONDS, TimeUnit.SECONDS, queue, task -> daemon(name, task), whenRefused);
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Creates workers that run tasks side by side. Tasks never queue: while all threads are busy, and after
     * {@link #close()}, a task runs in the thread that submits it. A task may therefore submit others and wait for them.
     *
     * @param name the name of the threads
     * @param most the largest number of threads, at least 1
     * @return the workers
     */
    public static Workers parallel(String name, int most) {
        return new Workers(name, 0, most, new SynchronousQueue<>(), (task, pool) -> task.run());
    }

    /**
     * Creates a single worker that runs tasks one after the other, in the order in which they are submitted. After
     * {@link #close()} it refuses tasks.
     *
     * @param name the name of the thread
     * @return the worker
     */
    public static Workers serial(String name) {
        return new Workers(name, 1, 1, new LinkedBlockingQueue<>(), new ThreadPoolExecutor.AbortPolicy());
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs a task, now or later.
     *
     * @param task the task
     * @throws java.util.concurrent.RejectedExecutionException if this is a closed {@link #serial} worker
     */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /**
     * Runs tasks and waits for all of them.
     *
     * @param tasks the tasks, which may run side by side
     * @throws RuntimeException if a task throws one: that of the first one that did, once all tasks have ended
     */
    public void runAll(Collection<? extends Runnable> tasks) {
        List<FutureTask<Boolean>> running =
                tasks.stream().map(task -> new FutureTask<>(task, true)).toList();
        running.forEach(this::execute);
        FutureTask<?> failed = null;
        for (FutureTask<?> each : running) {
            try {
                join(each);
            } catch (RuntimeException | Error e) {
                failed = failed == null ? each : failed;
            }
        }
        if (failed != null) {
            join(failed);
        }
    }

    /**
     * Runs work and waits for it.
     *
     * @param work the work
     * @param <T> the type of its result
     * @return its result
     * @throws RuntimeException if the work throws one: the same
     */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        execute(task);
        return join(task);
    }

    /**
     * Waits for work that was submitted. An interrupt does not end the waiting; the thread stays marked as interrupted. Nothing
     * else runs in this thread meanwhile, as it may hold locks: a {@code CompletableFuture} would run tasks of the host's there.
     *
     * @param work the work
     * @param <T> the type of its result
     * @return its result
     * @throws RuntimeException if the work threw one: the same
     */
    public static <T extends @Nullable Object> T join(FutureTask<T> work) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits up to a minute for tasks that were submitted, then interrupts them. An interrupt does not end the waiting. A second
     * call does nothing.
     */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!threads.isTerminated() && System.nanoTime() < deadline) {
            try {
                threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        threads.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
