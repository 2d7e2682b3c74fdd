package io.lifeos.memory.sqlite;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** Connections to one file, each with the PRAGMAs that the design rests on, set one by one and read back. */
final class SqliteDataSource extends SQLiteDataSource {

    private static final int BUSY_TIMEOUT_MS = 10_000;
    /** Holds the indexes by which some hundred vectors are fetched for each recall. */
    private static final int READER_CACHE_KIB = 16_000;
    /** The pages that a batch of a migration touches again and again; with less, it reads and writes them over and over. */
    private static final int WRITER_CACHE_KIB = 32_768;

    /** With SQLite's 1,000, each commit of a migration copied its pages into the file. */
    private static final int PAGES_BETWEEN_CHECKPOINTS = 4_000;

    private static final long RETRY_NANOS = 5_000_000;

    private final Map<String, String> pragmas = new LinkedHashMap<>();
    private final Preparation preparation;
    private final Optional<StillFile> still;

    private SqliteDataSource(Path file, SQLiteConfig config, Optional<StillFile> still, Preparation preparation) {
        super(config);
        this.preparation = preparation;
        this.still = still;
        // A URI, because a question mark in a plain path would begin URL parameters and open another file.
        setUrl("jdbc:sqlite:" + file.toUri() + (still.isPresent() ? "?immutable=1" : ""));
        pragmas.put("busy_timeout", String.valueOf(BUSY_TIMEOUT_MS));
        pragmas.put("trusted_schema", "0");
    }

    /** Returns a source for the one connection that writes. The file must exist. */
    static SqliteDataSource writer(Path file, Durability durability) {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        SqliteDataSource source = new SqliteDataSource(file, config, Optional.empty(), connection -> {});
        source.pragmas.put("journal_mode", "wal");
        source.pragmas.put("synchronous", durability == Durability.FULL ? "2" : "1");
        source.pragmas.put("foreign_keys", "1");
        source.pragmas.put("recursive_triggers", "1");
        source.pragmas.put("temp_store", "2");
        source.pragmas.put("wal_autocheckpoint", String.valueOf(PAGES_BETWEEN_CHECKPOINTS));
        source.pragmas.put("cache_size", String.valueOf(-WRITER_CACHE_KIB));
        return source;
    }

    /** Returns a source of a connection that is made only if nobody else has the file open now, and keeps all others out. */
    static SqliteDataSource alone(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(0);
        SqliteDataSource source = new SqliteDataSource(file, config, Optional.empty(), connection -> {});
        source.pragmas.put("busy_timeout", "0");
        source.pragmas.put("locking_mode", "exclusive");
        source.pragmas.put("temp_store", "2");
        source.pragmas.put("journal_mode", "wal");
        source.pragmas.put("synchronous", "2");
        return source;
    }

    /**
     * Returns a source for the one connection that fills a new file with rows as they were, whatever they point to. It waits
     * for no disk, as the file is synced as a whole before it is anybody's memory.
     */
    static SqliteDataSource importer(Path file) {
        SqliteDataSource source = writer(file, Durability.NORMAL);
        source.pragmas.put("synchronous", "0");
        source.pragmas.put("foreign_keys", "0");
        return source;
    }

    /** Returns a source of connections that cannot write, and that read nothing but the schema when they are opened. */
    static SqliteDataSource plainReader(Path file) {
        return reader(file, connection -> {});
    }

    /** Returns a source of connections that cannot write; works where the file's folder cannot be written, too. */
    static SqliteDataSource reader(Path file) {
        return reader(file, SqliteDataSource::prepareFullText);
    }

    /**
     * Returns a source of connections that cannot write, to a file that lacks tables or columns: one of the Python program,
     * or an earlier one of this library.
     */
    static SqliteDataSource unadopted(Path file) {
        return reader(file, connection -> {
            LegacyView.prepare(connection, file);
            prepareFullText(connection);
        });
    }

    /** Prepares full-text search. A damaged file opens without it, so that it can be checked; a recall then fails on it. */
    private static void prepareFullText(Connection reader) throws SQLException {
        try {
            FullTextIndex.prepare(reader);
        } catch (SQLException e) {
            if (SqliteErrors.primaryCode(e) != SQLiteErrorCode.SQLITE_CORRUPT) {
                throw e;
            }
        }
    }

    private static SqliteDataSource reader(Path file, Preparation preparation) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        SqliteDataSource source = new SqliteDataSource(file, config, StillFile.of(file), preparation);
        source.pragmas.put("cache_size", String.valueOf(-READER_CACHE_KIB));
        return source;
    }

    /**
     * Refuses what was read so far if SQLite could not notice that the file was changed meanwhile.
     *
     * @throws io.lifeos.memory.fact.StoreException if it was
     */
    void requireUnchanged() {
        still.ifPresent(StillFile::requireUnchanged);
    }

    /** Prepares each new connection. */
    @FunctionalInterface
    private interface Preparation {
        void of(Connection connection) throws SQLException;
    }

    @Override
    public SQLiteConnection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        SQLiteConnection connection = super.getConnection(user, password);
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> pragma : pragmas.entrySet()) {
                set(statement, pragma.getKey(), pragma.getValue());
            }
            preparation.of(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void set(Statement statement, String name, String value) throws SQLException {
        if (value.equals(read(statement, name))) {
            return;
        }
        execute(statement, "PRAGMA " + name + " = " + value);
        String actual = read(statement, name);
        if (!value.equals(actual)) {
            throw new SQLException("PRAGMA " + name + " was set to " + value + " but is " + actual);
        }
    }

    private static String read(Statement statement, String name) throws SQLException {
        try (ResultSet result = statement.executeQuery("PRAGMA " + name)) {
            return result.next() ? result.getString(1) : "nothing";
        }
    }

    /** Runs a statement. A new file's switch to WAL needs the file alone, and does not wait as later statements do. */
    private static void execute(Statement statement, String sql) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_TIMEOUT_MS);
        while (true) {
            try {
                statement.execute(sql);
                return;
            } catch (SQLException e) {
                if (SqliteErrors.primaryCode(e) != SQLiteErrorCode.SQLITE_BUSY || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}
