package io.lifeos.memory.workspace;

import io.lifeos.memory.fact.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds off a second migration into the same memory, in this process or another. The kernel drops it when the process
 * dies. It lies on a file of its own, as closing any handle of the database file would drop SQLite's locks.
 */
public final class MigrationLock implements AutoCloseable {

    /**
     * What this process holds, guarded by this class. The kernel knows a lock by process and file, not by handle: a second
     * handle of a file that is held here must not even be opened, as closing it would drop the lock of the first.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private MigrationLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock, if it is free.
     *
     * @param workspace the memory's folder, which exists
     * @return the lock; empty if a migration is under way
     * @throws StoreException if the lock file cannot be written
     */
    public static Optional<MigrationLock> tryTake(Workspace workspace) {
        synchronized (MigrationLock.class) {
            try {
                Path file = file(workspace);
                if (HELD.contains(file)) {
                    return Optional.empty();
                }
                FileChannel channel = PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() == null) {
                    channel.close();
                    return Optional.empty();
                }
                HELD.add(file);
                return Optional.of(new MigrationLock(file, channel));
            } catch (IOException e) {
                throw unusable(workspace, e);
            }
        }
    }

    /**
     * Whether a migration is under way. Creates nothing.
     *
     * @param workspace the memory's folder, which exists
     * @return true if the lock is held
     * @throws StoreException if the lock file cannot be opened
     */
    public static boolean isHeld(Workspace workspace) {
        synchronized (MigrationLock.class) {
            try {
                Path file = file(workspace);
                if (HELD.contains(file) || !Files.exists(file)) {
                    return HELD.contains(file);
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    return channel.tryLock() == null;
                }
            } catch (IOException e) {
                throw unusable(workspace, e);
            }
        }
    }

    /** One folder may be known by several names. */
    private static Path file(Workspace workspace) throws IOException {
        return new Workspace(workspace.root().toRealPath()).migrationLock();
    }

    private static StoreException unusable(Workspace workspace, IOException e) {
        return new StoreException(
                "The lock file of migrations in " + workspace.root() + " cannot be used (" + e
                        + "); nothing was migrated; check the folder and its permissions.",
                e);
    }

    /** Drops the lock. A second call does nothing. */
    @Override
    public void close() {
        synchronized (MigrationLock.class) {
            if (!channel.isOpen()) {
                return;
            }
            HELD.remove(file);
            try {
                channel.close();
            } catch (IOException e) {
                throw new StoreException("The lock " + file + " could not be dropped (" + e + ").", e);
            }
        }
    }
}
