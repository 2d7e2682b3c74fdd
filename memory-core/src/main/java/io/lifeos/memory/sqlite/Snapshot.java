package io.lifeos.memory.sqlite;

import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/**
 * The file as it was at one moment, whatever is written to it since. It keeps no writer waiting, but the file's
 * write-ahead log grows as long as it is open. Not safe for use by several threads.
 */
public final class Snapshot implements AutoCloseable {

    private final Path file;
    private final SqliteDataSource source;
    private final Connection connection;

    private Snapshot(Path file, SqliteDataSource source, Connection connection) {
        this.file = file;
        this.source = source;
        this.connection = connection;
    }

    /** Opens a snapshot on a connection of its own, as those of the pool are for short reads. */
    static Snapshot of(Path file) throws SQLException {
        SqliteDataSource source = SqliteDataSource.reader(file);
        Connection connection = source.getConnection();
        try {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.execute("BEGIN");
            // The moment is that of the first read, not that of BEGIN.
            jdbc.exists("SELECT 1 FROM sqlite_schema");
            return new Snapshot(file, source, connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Reads in this snapshot.
     *
     * @param work the work to run
     * @param <T> the type of the result
     * @return the result of the work
     * @throws StoreException if SQLite fails; what the work throws otherwise is passed on
     */
    public <T> T read(SqlFunction<T> work) {
        try {
            T result = work.apply(connection);
            source.requireUnchanged();
            return result;
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e, source::requireUnchanged);
        }
    }

    /**
     * Copies the file, page by page.
     *
     * @param target the file to write; empty or absent
     * @throws StoreException if the file cannot be read or the copy not written
     */
    public void copyTo(Path target) {
        try {
            int result =
                    connection.unwrap(SQLiteConnection.class).getDatabase().backup("main", target.toString(), null);
            if (result != 0) {
                throw new StoreException("The file " + file + " could not be copied to " + target
                        + ": SQLite's backup ended with code " + result + "; the file was not touched.");
            }
            source.requireUnchanged();
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e, source::requireUnchanged);
        }
    }

    /** Ends the snapshot. A second call does nothing. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }
}
