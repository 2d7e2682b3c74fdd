package io.lifeos.memory.concurrent;

import java.util.function.Supplier;

/**
 * Runs work that an interrupt of its caller must not end halfway: an interrupt closes any {@code FileChannel} that its thread
 * uses, at any moment. The work therefore runs on one of the library's own threads, which nobody else interrupts.
 */
public final class Uninterrupted {

    private static final Workers THREADS = Workers.parallel("lifeos-memory-files", Integer.MAX_VALUE);

    private Uninterrupted() {}

    /**
     * Runs work and waits for it. An interrupt does not end the waiting; the thread stays marked as interrupted.
     *
     * @param work the work, which must not need a lock that the caller holds
     * @param <T> the type of its result
     * @return its result
     * @throws RuntimeException if the work throws one: the same
     */
    public static <T> T call(Supplier<T> work) {
        return THREADS.call(work);
    }

    /**
     * Runs work and waits for it, as {@link #call} does.
     *
     * @param work the work, which must not need a lock that the caller holds
     */
    public static void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }
}
