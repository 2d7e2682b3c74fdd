package io.lifeos.memory.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteDataSource;

/** Opens SQLite databases that are no memory and do not outlive their connection's use. */
public final class ScratchDatabase {

    private ScratchDatabase() {}

    /**
     * Opens an empty database in memory, which goes when the connection is closed.
     *
     * @return the connection
     * @throws SQLException if SQLite cannot be loaded
     */
    public static Connection inMemory() throws SQLException {
        return connect(":memory:");
    }

    /**
     * Opens an empty file, which is the caller's to delete.
     *
     * @param file the file; created unless it is there
     * @return the connection
     * @throws SQLException if SQLite cannot be loaded, or the file cannot be opened
     */
    public static Connection in(Path file) throws SQLException {
        return connect(file.toUri().toString());
    }

    private static Connection connect(String place) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + place);
        return source.getConnection();
    }
}
