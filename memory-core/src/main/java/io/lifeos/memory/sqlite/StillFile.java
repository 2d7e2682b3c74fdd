package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * A file that nothing can be put beside by this process, and that was closed properly: on a read-only disk, or in a folder of
 * another user. SQLite then reads it as one that never changes, without locks, so whether it stayed as it was is asked here.
 *
 * @param file the file
 * @param size its size in bytes
 * @param modified when it was last written to
 */
record StillFile(Path file, long size, FileTime modified) {

    /**
     * Looks at a file.
     *
     * @return what it is like; empty if SQLite can put its own files beside it, or finds them there
     * @throws StoreException if commits lie in the file's write-ahead log or journal, and cannot be reached from here
     */
    static Optional<StillFile> of(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isRegularFile(file) || Files.isWritable(folder)) {
            return Optional.empty();
        }
        boolean hasCommitsBeside = hasContent(file, "-wal");
        if (hasCommitsBeside && hasContent(file, "-shm")) {
            return Optional.empty();
        }
        if (hasCommitsBeside || hasContent(file, "-journal")) {
            throw new StoreException("The file " + file + " was not closed properly: the latest commits are in "
                    + beside(file, hasCommitsBeside ? "-wal" : "-journal").getFileName()
                    + ", and SQLite cannot bring them together in a folder that this user cannot write to; nothing was"
                    + " changed; open it once where it can be written, or copy both files to such a folder.");
        }
        try {
            return Optional.of(at(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static StillFile at(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new StillFile(file, attributes.size(), attributes.lastModifiedTime());
    }

    private static boolean hasContent(Path file, String suffix) {
        return beside(file, suffix).toFile().length() > 0;
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /**
     * Refuses what was read meanwhile if somebody else wrote to the file, or put commits beside it that this process does
     * not see.
     *
     * @throws StoreException if the file is not as it was
     */
    void requireUnchanged() {
        try {
            // In this order, as what lies beside moves into the file and is then deleted.
            if (hasContent(file, "-wal") || hasContent(file, "-journal") || !at(file).equals(this)) {
                throw new StoreException(
                        "The file " + file + " was changed by another process while it was read from a"
                                + " folder that is read-only here, so what was read is not to be trusted; open the memory anew.");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static StoreException unreadable(Path file, IOException e) {
        return new StoreException(
                "The file " + file + " cannot be read (" + e + "); nothing was changed; check its permissions.", e);
    }
}
