package io.lifeos.memory.sqlite;

import io.lifeos.memory.fact.DamagedStoreException;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.fact.ValueRejectedException;
import io.lifeos.memory.files.FolderLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns SQLite's errors into exceptions that a host can act on; the one place that does. */
final class SqliteErrors {

    private static final int PRIMARY_CODE = 0xFF;

    private SqliteErrors() {}

    /**
     * Translates an error of a read, unless it only came of somebody else's writing to the file.
     *
     * @param unchanged throws a {@link StoreException} if somebody did
     */
    static StoreException translate(Path file, SQLException e, Runnable unchanged) {
        try {
            unchanged.run();
        } catch (StoreException changed) {
            changed.addSuppressed(e);
            return changed;
        }
        return translate(file, e);
    }

    static StoreException translate(Path file, SQLException e) {
        String state = " (" + e.getMessage() + ").";
        if (isLibraryMissing(e)) {
            return new StoreException(
                    "SQLite's native library could not be loaded from the temporary folder, so " + file
                            + " was not opened; if that folder is missing or forbids execution, name another by"
                            + " -Dorg.sqlite.tmpdir=DIR.",
                    e);
        }
        return switch (primaryCode(e)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> locked(file, state, e);
            case SQLITE_FULL ->
                new StoreException(
                        "The disk is full, so " + file
                                + " could not be written; what was committed is safe; free some space and try again"
                                + state,
                        e);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
                new StoreException(
                        "The file " + file
                                + " cannot be opened or written; nothing was changed; check its folder and permissions"
                                + state,
                        e);
            case SQLITE_CORRUPT ->
                new DamagedStoreException(
                        "The file " + file
                                + " is damaged; it was left as it is; copy it away before anything else, then restore a backup"
                                + state,
                        e);
            case SQLITE_NOTADB ->
                new IncompatibleStoreException(
                        "The file " + file
                                + " is not an SQLite database, or its beginning is damaged; it was not touched; if it was a"
                                + " memory, copy it away and restore a backup, else choose another folder"
                                + state,
                        e);
            case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH ->
                new ValueRejectedException(
                        "The file " + file + " refuses a value; nothing of it was stored" + state, e);
            default -> new StoreException("SQLite failed on " + file + "; what was committed is safe" + state, e);
        };
    }

    /** SQLite has one code for a lock that another holds and for one that the file system does not grant. */
    private static StoreException locked(Path file, String state, SQLException e) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Optional<IOException> refusal = FolderLock.refusalIn(folder);
        if (refusal.isPresent()) {
            return new StoreException(
                    "The file system of " + folder + " grants no locks ("
                            + refusal.get().getMessage()
                            + "), without which SQLite cannot use " + file
                            + "; nothing was written; choose a folder on a disk of this machine" + state,
                    e);
        }
        return new StoreLockedException(
                "Another program holds the write lock of " + file
                        + " for too long; nothing was written; try again when it has finished" + state,
                e);
    }

    private static boolean isLibraryMissing(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeLibraryNotFoundException || cause instanceof LinkageError) {
                return true;
            }
        }
        return false;
    }

    static SQLiteErrorCode primaryCode(SQLException e) {
        int code = e.getErrorCode();
        // A failed batch, and a pool that gets no connection, carry what SQLite said as their cause.
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                code = sqlite.getResultCode().code;
            }
        }
        return SQLiteErrorCode.getErrorCode(code & PRIMARY_CODE);
    }
}
