package io.lifeos.memory.sqlite;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.lifeos.memory.concurrent.Uninterrupted;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.MemoryException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;

/** A pool of up to four connections that only read, each read in one snapshot. Safe for use by several threads. */
final class Readers implements AutoCloseable {

    private static final int MOST_READERS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Path file;
    private final Duration timeout;
    private final Runnable unchanged;
    private final HikariDataSource pool;

    private Readers(Path file, DataSource source, boolean readOnly, Duration timeout, Runnable unchanged)
            throws SQLException {
        this.file = file;
        this.timeout = timeout;
        this.unchanged = unchanged;
        this.pool = pool(file, source, readOnly, timeout);
    }

    /** Opens the pool with one connection; the others follow when they are needed. */
    static Readers open(Path file, SqliteDataSource source) throws SQLException {
        return new Readers(file, source, true, TIMEOUT, source::requireUnchanged);
    }

    static Readers open(Path file, DataSource source, Duration timeout) throws SQLException {
        return new Readers(file, source, true, timeout, () -> {});
    }

    /** Opens the pool on private memories without facts, which the driver must not open for reading only. */
    static Readers ofNothing(Path file) throws SQLException {
        return new Readers(file, new EmptyMemory(file), false, TIMEOUT, () -> {});
    }

    private static HikariDataSource pool(Path file, DataSource source, boolean readOnly, Duration timeout)
            throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("lifeos-memory-readers");
        config.setDataSource(source);
        config.setReadOnly(readOnly);
        config.setMaximumPoolSize(MOST_READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(timeout.toMillis());
        config.setMaxLifetime(0);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            if (e.getCause() instanceof MemoryException cause) {
                throw cause;
            }
            throw new StoreException(
                    "The file " + file + " could not be opened for reading (" + e.getMessage()
                            + "); it was not touched; try again.",
                    e);
        }
    }

    <T> T read(SqlFunction<T> work) {
        try (Connection connection = connection()) {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.execute("BEGIN");
            T result;
            try {
                result = work.apply(connection);
            } catch (SQLException | RuntimeException | Error e) {
                SqliteDatabase.rollback(connection, e);
                throw e;
            }
            jdbc.execute("ROLLBACK");
            unchanged.run();
            return result;
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e, unchanged);
        }
    }

    /** Waits for a connection, at most until the time-out; an interrupt does not end the waiting. */
    private Connection connection() throws SQLException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return pooled();
                } catch (SQLException e) {
                    if (!(e.getCause() instanceof InterruptedException)) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A time-out of the pool has a cause only where SQLite refused a new connection. */
    private Connection pooled() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLTransientConnectionException e) {
            if (e.getCause() != null) {
                throw e;
            }
            throw new StoreException(
                    "All " + MOST_READERS + " connections that read " + file + " were busy for " + timeout.toSeconds()
                            + " s, so nothing was read; make reads shorter, or run fewer at once, and try again.",
                    e);
        }
    }

    @Override
    public void close() {
        Uninterrupted.run(pool::close);
    }
}
