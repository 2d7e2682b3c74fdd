package io.lifeos.memory.log;

import io.lifeos.memory.concurrent.Uninterrupted;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.files.FolderLock;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.util.Optional;

/**
 * Holds off a second migration into the same memory, in this process or another. The kernel drops it when the process
 * dies.
 */
public final class MigrationLock implements AutoCloseable {

    private final FolderLock lock;

    private MigrationLock(FolderLock lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock, if it is free.
     *
     * @param workspace the memory's folder, which exists
     * @return the lock; empty if a migration is under way
     * @throws StoreException if the lock file cannot be written
     */
    public static Optional<MigrationLock> tryTake(Workspace workspace) {
        return Uninterrupted.call(() -> {
            try {
                return FolderLock.tryTake(workspace.root(), name(workspace)).map(MigrationLock::new);
            } catch (IOException e) {
                throw unusable(workspace, e);
            }
        });
    }

    /**
     * Tells whether a migration is under way. Creates nothing.
     *
     * @param workspace the memory's folder, which exists
     * @return true if the lock is held
     * @throws StoreException if the lock file cannot be opened
     */
    public static boolean isHeld(Workspace workspace) {
        return Uninterrupted.call(() -> {
            try {
                return FolderLock.isHeld(workspace.root(), name(workspace));
            } catch (IOException e) {
                throw unusable(workspace, e);
            }
        });
    }

    private static String name(Workspace workspace) {
        return String.valueOf(workspace.migrationLock().getFileName());
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
        try {
            lock.close();
        } catch (IOException e) {
            throw new StoreException("The lock of migrations could not be dropped (" + e + ").", e);
        }
    }
}
