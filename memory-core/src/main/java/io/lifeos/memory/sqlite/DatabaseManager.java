package io.lifeos.memory.sqlite;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.database.SqlAction;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.IncompatibleStoreException;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.fact.StoreLockedException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.report.IntegrityReport;
import io.lifeos.memory.sqlite.table.FactTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;

/**
 * The SQLite file of a memory: one connection that writes, and a pool of connections that only read. Safe for use by
 * several threads: reads run side by side, four at a time, and never wait for the writer, transactions run one after the other.
 */
public final class DatabaseManager implements AutoCloseable {

    private final Path file;
    private final @Nullable SqliteDataSource writers;
    private final Readers readers;
    private final Optional<Path> copyBeforeAdoption;
    private final ReentrantLock writeLock = new ReentrantLock(true);
    private @Nullable Connection writer;
    private volatile boolean closed;

    DatabaseManager(
            Path file,
            @Nullable SqliteDataSource writers,
            Readers readers,
            Optional<Path> copyBeforeAdoption,
            @Nullable Connection writer) {
        this.file = file;
        this.writers = writers;
        this.readers = readers;
        this.copyBeforeAdoption = copyBeforeAdoption;
        this.writer = writer;
    }

    /**
     * Opens a file for reading and writing. An empty one gets its tables. One of the Python program that this library
     * succeeds is adopted: a {@linkplain #copyBeforeAdoption() copy} is made beside it, then what it lacks is added, and
     * nothing of it is removed or rewritten, so that the program can go on using it. That takes the write lock for up to 4 s
     * with a million facts. After a crash at any point the file is as it was, or adopted.
     *
     * @param file the file; must exist, if only as an empty file
     * @param durability what a commit survives
     * @return the open file
     * @throws IncompatibleStoreException if the file is of a newer version or of another program
     * @throws StoreLockedException if another program holds its write lock for 10 s
     * @throws StoreException if it cannot be opened or written, or no copy can be made of one that is to be adopted, which
     *     is then left as it was
     */
    public static DatabaseManager open(Path file, Durability durability) {
        return new DatabaseOpener(file).open(SqliteDataSource.writer(file, durability));
    }

    /**
     * Opens a file to be filled by a {@link io.lifeos.memory.backup.MemoryImport}, as {@link #open} does with {@link Durability#NORMAL}, but takes
     * rows that point to rows which do not exist, or not yet.
     *
     * @param file the file; must exist, if only as an empty file
     * @return the open file
     * @throws StoreException as {@link #open} says
     */
    public static DatabaseManager openForImport(Path file) {
        return new DatabaseOpener(file).open(SqliteDataSource.importer(file));
    }

    /**
     * Tells whether a file is one of the Python program that {@link #open} would adopt. Nothing is written.
     *
     * @param file the file, which may be absent
     * @return true if it is
     * @throws IncompatibleStoreException if the file is of a newer version or of another program
     * @throws StoreException if it cannot be read
     */
    public static boolean isUnadopted(Path file) {
        return new DatabaseOpener(file).shape() == Schema.Shape.PYTHON;
    }

    /**
     * Tells whether a file is one without tables, to which {@link #open} would add them all. Nothing is written.
     *
     * @param file the file, which may be absent
     * @return true if it is, or if it is absent
     * @throws IncompatibleStoreException if the file is of a newer version or of another program
     * @throws StoreException if it cannot be read
     */
    public static boolean isEmpty(Path file) {
        return new DatabaseOpener(file).shape() == Schema.Shape.EMPTY;
    }

    /**
     * Opens a file for reading only. Nothing is created, adopted or repaired; a file that is absent or still empty reads as
     * a memory without facts, and goes on doing so until it is opened anew. One of the Python program reads as if it had
     * been adopted.
     *
     * @param file the file
     * @return the open file
     * @throws IncompatibleStoreException if the file is of a newer version or of another program
     * @throws StoreException if it cannot be opened, or is one of the Python program that has no full-text index yet
     */
    public static DatabaseManager openReadOnly(Path file) {
        return new DatabaseOpener(file).openReadOnly();
    }

    /**
     * Returns the path of the file.
     *
     * @return the path
     */
    public Path file() {
        return file;
    }

    /**
     * Returns the copy that this opening made before it adopted the file. It may be deleted at any time.
     *
     * @return the copy, a whole SQLite file named {@code <file>.before-adoption-<UTC time>}; empty if there was nothing to
     *     adopt
     */
    public Optional<Path> copyBeforeAdoption() {
        return copyBeforeAdoption;
    }

    /**
     * Tells whether this was opened for reading only.
     *
     * @return true if {@link #transaction} is refused
     */
    public boolean isReadOnly() {
        return writers == null;
    }

    /**
     * Checks that a transaction could begin on this thread, so that a caller fails before anything is done.
     *
     * @throws IllegalStateException if this is closed or read-only, or this thread is in a transaction already
     */
    public void requireWritable() {
        requireOpen();
        if (writers == null) {
            throw new IllegalStateException("The memory at " + file + " was opened for reading only.");
        }
        if (writeLock.isHeldByCurrentThread()) {
            throw new IllegalStateException("This thread is in a transaction already; transactions do not nest.");
        }
    }

    /**
     * Reads in one snapshot: what is committed meanwhile is not seen. Keep it short, as the file cannot shed its
     * write-ahead log while a snapshot is open.
     *
     * @param work what to read
     * @param <T> the type of the result
     * @return the result of the work
     * @throws StoreException if SQLite fails, or all connections are busy for 10 s; what the work throws otherwise is passed
     *     on
     * @throws IllegalStateException if this is closed
     */
    public <T> T read(SqlFunction<T> work) {
        requireOpen();
        return readers.read(work);
    }

    /**
     * Writes in one transaction, which begins with the write lock in hand: all of it is committed, or nothing.
     * Transactions do not nest.
     *
     * @param work what to write
     * @param <T> the type of the result
     * @return the result of the work, after it was committed
     * @throws io.lifeos.memory.fact.ValueRejectedException if the file refuses a value; nothing was written
     * @throws StoreLockedException if another program holds the write lock for 10 s; nothing was written
     * @throws StoreException if SQLite fails; nothing was written, unless the message says that the commit itself
     *     failed: then look before trying again. What the work throws otherwise is passed on, and nothing was written
     * @throws IllegalStateException if this is closed or read-only, or this thread is in a transaction already
     */
    public <T> T transaction(SqlFunction<T> work) {
        requireWritable();
        writeLock.lock();
        try {
            Connection connection = writer();
            new Jdbc(connection).execute("BEGIN IMMEDIATE");
            T result;
            try {
                result = work.apply(connection);
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
            commit(connection);
            return result;
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        } finally {
            writeLock.unlock();
        }
    }

    /**
     * Writes in one transaction, as {@link #transaction} does, what has no result.
     *
     * @param work what to write
     * @throws StoreException as {@link #transaction} says
     * @throws IllegalStateException as {@link #transaction} says
     */
    public void write(SqlAction work) {
        transaction(connection -> {
            work.run(connection);
            return true;
        });
    }

    /** The commit may have landed although it failed, so this connection's view of the file is not to be trusted. */
    private void commit(Connection connection) throws SQLException {
        try {
            new Jdbc(connection).execute("COMMIT");
        } catch (SQLException e) {
            rollback(connection, e);
            writer = null;
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw new StoreException(
                    SqliteErrors.translate(file, e).getMessage()
                            + " It was the commit that failed, so it may or may not have landed: look before repeating it.",
                    e);
        }
    }

    private Connection writer() throws SQLException {
        requireOpen();
        if (writer == null) {
            writer = Objects.requireNonNull(writers).getConnection();
            prepare(writer);
        }
        return writer;
    }

    static void prepare(Connection writer) throws SQLException {
        FactTable.prepare(writer);
        BusyHandler.setHandler(writer, new EagerBusyHandler());
    }

    /**
     * Refreshes the statistics by which SQLite's query planner chooses among indexes ({@code ANALYZE}). After a large load
     * it makes searches by time and by entity up to a hundred times as fast; it takes some milliseconds, as it looks at
     * 1,000 rows of each index.
     *
     * @throws StoreException if SQLite fails
     * @throws IllegalStateException as {@link #transaction} says
     */
    public void analyze() {
        write(connection -> {
            new Jdbc(connection).execute("PRAGMA analysis_limit = 1000");
            new Jdbc(connection).execute("ANALYZE");
        });
    }

    /**
     * Looks for damage: SQLite's own integrity check, foreign keys, and whether the full-text index holds what the
     * facts say. Writes nothing, but holds the write lock during the last part, and that only up to 100,000 facts; a
     * larger file, or one that was opened for reading only, is copied to the temporary folder for it.
     *
     * @return what was found
     * @throws StoreException if the file cannot be read at all
     * @throws IllegalStateException if this is closed
     */
    public IntegrityReport checkIntegrity() {
        return new IntegrityCheck(this).run();
    }

    /**
     * Looks only for what makes rows unreadable or hides them: damaged pages, and indexes that are not in step with their
     * tables. Writes nothing and keeps no writer waiting.
     *
     * @return what was found
     * @throws StoreException if the file cannot be read at all
     */
    public IntegrityReport checkStructure() {
        return new IntegrityCheck(this).structure();
    }

    /**
     * Opens a read snapshot on a connection of its own, for long reads. Close it soon after.
     *
     * @return the file at this moment
     * @throws StoreException if there is no file, or it cannot be read
     * @throws IllegalStateException if this is closed
     */
    public Snapshot snapshot() {
        requireOpen();
        try {
            return Snapshot.of(file);
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    /** Closes all connections. Waits for a running transaction; a second call does nothing. */
    @Override
    public void close() {
        writeLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            readers.close();
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        } finally {
            writeLock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The memory at " + file + " is closed.");
        }
    }

    /** After some errors SQLite has rolled back already; that its second word is an error must not hide the first. */
    static void rollback(Connection connection, Throwable reason) {
        try {
            new Jdbc(connection).execute("ROLLBACK");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
