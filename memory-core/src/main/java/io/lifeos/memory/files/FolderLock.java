package io.lifeos.memory.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on a folder, held once among all threads and processes. The kernel drops it when the process dies. It lies on a file
 * of its own, as closing any handle of another file would drop the locks that others hold on that. Not reentrant.
 */
public final class FolderLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Set<OpenOption> CREATE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    /**
     * The lock files that this process holds, guarded by itself. The kernel knows a lock by process and file, not by handle: a
     * second handle of a file that is held here must not even be opened, as closing it would drop the lock of the first.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock if it is free.
     *
     * @param folder the folder, which exists
     * @param name the name of the lock file in it; created if it is missing, and readable by its owner only
     * @return the lock; empty if another thread or process holds it
     * @throws IOException if the lock file cannot be used
     */
    public static Optional<FolderLock> tryTake(Path folder, String name) throws IOException {
        return tryTake(file(folder, name), CREATE);
    }

    /**
     * Takes the lock if it is free. Creates nothing.
     *
     * @param folder the folder, which exists
     * @param name the name of the lock file in it
     * @return the lock; empty if another thread or process holds it
     * @throws java.nio.file.NoSuchFileException if there is no lock file
     * @throws IOException if the lock file cannot be used
     */
    static Optional<FolderLock> tryTakePresent(Path folder, String name) throws IOException {
        return tryTake(file(folder, name), Set.of(StandardOpenOption.WRITE));
    }

    private static Optional<FolderLock> tryTake(Path file, Set<OpenOption> options) throws IOException {
        synchronized (HELD) {
            if (HELD.contains(file)) {
                return Optional.empty();
            }
            Optional<FolderLock> lock = lock(file, options, Duration.ZERO);
            lock.ifPresent(taken -> HELD.add(file));
            return lock;
        }
    }

    /**
     * Takes the lock as soon as it is free. An interrupt does not end the waiting.
     *
     * @param folder the folder, which exists
     * @param name the name of the lock file in it; created if it is missing, and readable by its owner only
     * @param timeout the longest to wait for another process; other threads of this one are waited for without a limit
     * @return the lock; empty if another process held it all the time
     * @throws IOException if the lock file cannot be used
     */
    public static Optional<FolderLock> take(Path folder, String name, Duration timeout) throws IOException {
        return take(file(folder, name), timeout, Long.MAX_VALUE);
    }

    /**
     * Takes the lock as soon as it is free, and waits for other threads of this process no longer than for another process. An
     * interrupt does not end the waiting.
     *
     * @param folder the folder, which exists
     * @param name the name of the lock file in it; created if it is missing, and readable by its owner only
     * @param timeout the longest to wait for other threads, and then for another process
     * @return the lock; empty if others held it all the time
     * @throws IOException if the lock file cannot be used
     */
    public static Optional<FolderLock> takeWithin(Path folder, String name, Duration timeout) throws IOException {
        return take(file(folder, name), timeout, timeout.toNanos());
    }

    private static Optional<FolderLock> take(Path file, Duration timeout, long nanosForThreads) throws IOException {
        if (!awaitThreads(file, nanosForThreads)) {
            return Optional.empty();
        }
        Optional<FolderLock> lock = Optional.empty();
        try {
            lock = lock(file, CREATE, timeout);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                release(file);
            }
        }
    }

    /**
     * Tells whether the folder's file system grants no locks at all, as some of the network do not. Tries it on a file of its
     * own, which is gone afterwards.
     *
     * @param folder the folder
     * @return what the file system says; empty if it grants locks, or if no file can be made there
     */
    public static Optional<IOException> refusalIn(Path folder) {
        Path probe = folder.resolve(".lock-probe-" + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().getId());
        try (FileChannel channel = PrivateFiles.open(
                probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            try {
                channel.tryLock();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        } catch (IOException e) {
            LOG.debug("No lock could be tried in {}.", folder, e);
            return Optional.empty();
        }
    }

    /**
     * Tells whether the lock is held. Creates nothing.
     *
     * @param folder the folder, which exists
     * @param name the name of the lock file in it
     * @return true if a thread or process holds it
     * @throws IOException if the lock file cannot be opened
     */
    public static boolean isHeld(Path folder, String name) throws IOException {
        Path file = file(folder, name);
        synchronized (HELD) {
            if (HELD.contains(file) || !Files.exists(file)) {
                return HELD.contains(file);
            }
            requireFile(file);
            // A shared lock, as a file on a read-only disk cannot be opened for another.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return channel.tryLock(0, Long.MAX_VALUE, true) == null;
            }
        }
    }

    /** Returns the real path of the lock file, as one folder may have several names. */
    private static Path file(Path folder, String name) throws IOException {
        return folder.toRealPath().resolve(name);
    }

    /** Returns false if another thread holds it all the time. */
    private static boolean awaitThreads(Path file, long nanos) {
        long start = System.nanoTime();
        boolean interrupted = false;
        boolean added;
        synchronized (HELD) {
            long left = nanos;
            added = HELD.add(file);
            while (!added && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(HELD, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                added = HELD.add(file);
                left = nanos - (System.nanoTime() - start);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return added;
    }

    private static void release(Path file) {
        synchronized (HELD) {
            HELD.remove(file);
            HELD.notifyAll();
        }
    }

    /** Refuses a link, and what would keep whoever opens it waiting. */
    private static void requireFile(Path file) throws IOException {
        Optional<String> flaw = PathFlaws.ofFile(file);
        if (flaw.isPresent()) {
            throw new FileSystemException(file.toString(), null, "it " + flaw.get());
        }
    }

    /** Polls for the lock, as the kernel's own wait for a file lock has no time limit. */
    private static Optional<FolderLock> lock(Path file, Set<OpenOption> options, Duration timeout) throws IOException {
        requireFile(file);
        FileChannel channel = PrivateFiles.open(file, options.toArray(OpenOption[]::new));
        boolean locked = false;
        try {
            long deadline = System.nanoTime() + timeout.toNanos();
            locked = channel.tryLock() != null;
            while (!locked && System.nanoTime() < deadline) {
                LockSupport.parkNanos(PAUSE.toNanos());
                locked = channel.tryLock() != null;
            }
            return locked ? Optional.of(new FolderLock(file, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    /**
     * Drops the lock. A second call does nothing.
     *
     * @throws IOException if the lock file cannot be closed
     */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                channel.close();
            } finally {
                release(file);
            }
        }
    }
}
