package io.lifeos.memory.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** Makes a copy of a file that others have open, as it is at one moment. */
final class DatabaseCopy {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private DatabaseCopy() {}

    /**
     * Copies a file with what its write-ahead log holds. The copy has its name only once it is whole and would survive a
     * power failure; until then it has the name of the draft, of which what an earlier call left is removed.
     */
    static void make(Path file, Path draft, Path copy) throws SQLException, IOException {
        delete(draft);
        Files.createFile(
                draft,
                POSIX
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)}
                        : new FileAttribute<?>[0]);
        try {
            backUp(file, draft);
            sync(draft, StandardOpenOption.WRITE);
            Files.move(draft, copy, StandardCopyOption.ATOMIC_MOVE);
            syncFolderOf(copy);
        } finally {
            delete(draft);
        }
    }

    private static void backUp(Path file, Path draft) throws SQLException, IOException {
        try (Connection source = SqliteDataSource.reader(file).getConnection();
                Statement snapshot = source.createStatement()) {
            // Without a snapshot of its own, a backup begins anew whenever another connection commits.
            snapshot.execute("BEGIN");
            try (ResultSet begun = snapshot.executeQuery("SELECT COUNT(*) FROM sqlite_schema")) {
                begun.next();
            }
            int result = source.unwrap(SQLiteConnection.class).getDatabase().backup("main", draft.toString(), null);
            if (result != SQLiteErrorCode.SQLITE_OK.code) {
                throw new IOException("SQLite's backup ended with " + SQLiteErrorCode.getErrorCode(result));
            }
        }
    }

    /** With the files that SQLite had beside it. */
    private static void delete(Path draft) throws IOException {
        for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(draft + suffix));
        }
    }

    private static void syncFolderOf(Path copy) throws IOException {
        Path folder = copy.toAbsolutePath().getParent();
        if (POSIX && folder != null) {
            sync(folder, StandardOpenOption.READ);
        }
    }

    private static void sync(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
