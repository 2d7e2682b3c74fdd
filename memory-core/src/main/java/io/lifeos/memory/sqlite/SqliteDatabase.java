package io.lifeos.memory.sqlite;

import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.database.Durability;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.BusyHandler;

/**
 * The SQLite file of a memory: one connection that writes, and a pool of connections that only read. Safe for use by
 * several threads: reads run side by side, four at a time, and never wait for the writer; transactions run one by one.
 */
public final class SqliteDatabase implements DatabaseManager, AutoCloseable {

    private final Path file;
    private final @Nullable SqliteDataSource writers;
    private final Readers readers;
    private final Optional<Path> copyBeforeAdoption;
    private final ReentrantLock writeLock = new ReentrantLock(true);
    private final boolean foreignTriggers;
    private @Nullable Connection writer;
    private volatile boolean closed;

    SqliteDatabase(
            Path file,
            @Nullable SqliteDataSource writers,
            Readers readers,
            Optional<Path> copyBeforeAdoption,
            @Nullable Connection writer,
            boolean foreignTriggers) {
        this.file = file;
        this.writers = writers;
        this.readers = readers;
        this.copyBeforeAdoption = copyBeforeAdoption;
        this.writer = writer;
        this.foreignTriggers = foreignTriggers;
    }

    /**
     * Opens a file for reading and writing. An empty one gets its tables. One of the Python program that this library
     * succeeds is adopted: a {@linkplain #copyBeforeAdoption() copy} is made beside it, then what it lacks is added, and
     * nothing of it is removed or rewritten, so that the program can go on using it. That takes the write lock for up to 4 s
     * with a million facts. One of an earlier version of this library gets what came later, which takes a moment whatever its
     * size. After a crash at any point the file is as it was, or adopted, or of this version.
     *
     * @param file the file; must exist, if only as an empty file
     * @param durability the failures that a commit survives
     * @return the open file
     * @throws IncompatibleStoreException if the file is of a newer version or of another program
     * @throws StoreLockedException if another program holds its write lock for 10 s
     * @throws StoreException if it cannot be opened or written, or others put on our tables what would run, or no copy can be made of one that is to be adopted, which
     *     is then left as it was
     */
    public static SqliteDatabase open(Path file, Durability durability) {
        return open(file, durability, false);
    }

    /**
     * Opens a file for reading and writing, as {@link #open(Path, Durability)} does.
     *
     * @param file the file; must exist, if only as an empty file
     * @param durability the failures that a commit survives
     * @param foreignTriggers true if triggers and the like may run that others put on our tables
     * @return the open file
     */
    public static SqliteDatabase open(Path file, Durability durability, boolean foreignTriggers) {
        return new DatabaseOpener(file, foreignTriggers).open(SqliteDataSource.writer(file, durability));
    }

    /**
     * Opens a file to be filled from an export, as {@link #open} does, but takes rows that point to rows which do not exist,
     * or not yet, and does not see to it that anything is safe on the disk: sync the file once it is closed.
     *
     * @param file the file; must exist, if only as an empty file
     * @return the open file
     * @throws StoreException as {@link #open} says
     */
    public static SqliteDatabase openForImport(Path file) {
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
        return new DatabaseOpener(file).kind() == Schema.FileKind.PYTHON;
    }

    /**
     * Tells whether {@link #open(Path, Durability, boolean) open} would adopt a file, and refuses one that it would refuse.
     * Nothing is written.
     *
     * @param file the file, which may be absent
     * @param foreignTriggers true if triggers and the like may run that others put on our tables
     * @return true if it would
     * @throws IncompatibleStoreException if the file is of a newer version or of another program
     * @throws StoreException if it cannot be read, or others put on our tables what would run
     */
    public static boolean isToBeAdopted(Path file, boolean foreignTriggers) {
        return new DatabaseOpener(file, foreignTriggers).kindToWrite() == Schema.FileKind.PYTHON;
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
        return new DatabaseOpener(file).kind() == Schema.FileKind.EMPTY;
    }

    /**
     * Opens a file for reading only. Nothing is created, adopted or repaired; a file that is absent or still empty reads as
     * a memory without facts, and goes on doing so until it is opened anew. One of the Python program, or of an earlier version
     * of this library, reads as if it had been opened for writing.
     *
     * @param file the file
     * @return the open file
     * @throws IncompatibleStoreException if the file is of a newer version or of another program
     * @throws StoreException if it cannot be opened, or is one of the Python program that has no full-text index yet
     */
    public static SqliteDatabase openReadOnly(Path file) {
        return openReadOnly(file, false);
    }

    /**
     * Opens a file for reading only, as {@link #openReadOnly(Path)} does.
     *
     * @param file the file
     * @param foreignTriggers true if what others put on our tables may run: for reading, that is generated columns
     * @return the open file
     */
    public static SqliteDatabase openReadOnly(Path file, boolean foreignTriggers) {
        return new DatabaseOpener(file, foreignTriggers).openReadOnly();
    }

    /**
     * Names what others put on our tables that runs with our statements, such as triggers.
     *
     * @return a part of a sentence for each, with the way to remove it
     * @throws StoreException if the file cannot be read
     */
    public List<String> foreignTriggers() {
        return read(ForeignObjects::in).stream().map(ForeignObject::sentence).toList();
    }

    /** {@return true if they may run} */
    public boolean allowsForeignTriggers() {
        return foreignTriggers;
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Optional<Path> copyBeforeAdoption() {
        return copyBeforeAdoption;
    }

    @Override
    public boolean isReadOnly() {
        return writers == null;
    }

    @Override
    public void requireWritable() {
        requireOpen();
        if (writers == null) {
            throw new IllegalStateException("The memory at " + file + " was opened for reading only.");
        }
        if (writeLock.isHeldByCurrentThread()) {
            throw new IllegalStateException("This thread is in a transaction already; transactions do not nest.");
        }
    }

    @Override
    public <T> T read(SqlFunction<T> work) {
        Objects.requireNonNull(work, "The work is null; pass what is to be done with the connection.");
        requireOpen();
        try {
            return readers.read(work);
        } catch (StoreException e) {
            if (closed) {
                throw closed(e);
            }
            throw e;
        }
    }

    @Override
    public <T> T transaction(SqlFunction<T> work) {
        Objects.requireNonNull(work, "The work is null; pass what is to be done with the connection.");
        return withWriter(connection -> inTransaction(connection, work));
    }

    /**
     * Runs a transaction in which SQLite does not look up each row that a new one refers to, as that takes time in a bulk
     * insert; it does look where triggers of others may run. The work must only insert what refers to rows that it has found
     * or inserted itself, and delete nothing that is referred to.
     *
     * @param work the work
     * @param <T> the type of its result
     * @return its result
     * @throws StoreException as {@link #transaction} says
     */
    public <T> T insertOnly(SqlFunction<T> work) {
        if (foreignTriggers) {
            return transaction(work);
        }
        return withWriter(connection -> {
            new Jdbc(connection).execute("PRAGMA foreign_keys = 0");
            try {
                return inTransaction(connection, work);
            } finally {
                if (connection == writer && !enforcesReferences(connection)) {
                    writer = null;
                    connection.close();
                }
            }
        });
    }

    /** Tells whether a thread waits to write: a long transaction had better end. */
    public boolean isAwaited() {
        return writeLock.hasQueuedThreads();
    }

    private <T> T withWriter(SqlFunction<T> work) {
        requireWritable();
        writeLock.lock();
        try {
            return work.apply(writer());
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        } finally {
            writeLock.unlock();
        }
    }

    private <T> T inTransaction(Connection connection, SqlFunction<T> work) throws SQLException {
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
    }

    /** A connection on which a rollback failed is still in its transaction, where the setting cannot change. */
    private static boolean enforcesReferences(Connection connection) {
        try {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.execute("PRAGMA foreign_keys = 1");
            return jdbc.number("PRAGMA foreign_keys") == 1;
        } catch (SQLException e) {
            // The next transaction gets another connection, which tells if something still is wrong.
            return false;
        }
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

    @Override
    public void analyze() {
        write(connection -> {
            new Jdbc(connection).execute("PRAGMA analysis_limit = 1000");
            new Jdbc(connection).execute("ANALYZE");
        });
    }

    @Override
    public IntegrityReport checkIntegrity() {
        return new IntegrityCheck(this).run();
    }

    /**
     * Looks only for what makes rows unreadable or hides them: damaged pages, and indexes that are not in step with their
     * tables. Writes nothing and keeps no writer waiting.
     *
     * @return a report of the problems found
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
            throw closed(null);
        }
    }

    private IllegalStateException closed(@Nullable StoreException whileReading) {
        return new IllegalStateException("The memory at " + file + " is closed.", whileReading);
    }

    /** Rolls back. After some errors SQLite has done so already; the error of a second rollback must not hide the first. */
    static void rollback(Connection connection, Throwable reason) {
        try {
            new Jdbc(connection).execute("ROLLBACK");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
