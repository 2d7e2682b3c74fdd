package io.lifeos.memory.migration;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.workspace.Workspace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Holds off a second run on the same memory, in this process or another. The kernel drops it when the process dies. It
 * lies on a file of its own, as closing any handle of the database file would drop SQLite's locks.
 */
final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    static RunLock take(Workspace workspace) {
        Path file = workspace.migrationLock();
        try {
            FileChannel channel = workspace.openPrivately(file);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StoreLockedException("Another migration into " + workspace.root()
                        + " is running; nothing was changed; try again when it has finished.");
            }
            return new RunLock(channel);
        } catch (IOException e) {
            throw new StoreException(
                    "The lock file " + file + " cannot be written (" + e
                            + "); nothing was migrated; check the folder and its permissions.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("The lock of the migration could not be dropped (" + e + ").", e);
        }
    }
}
