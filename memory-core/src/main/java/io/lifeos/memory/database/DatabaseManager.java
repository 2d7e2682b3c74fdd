package io.lifeos.memory.database;

import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.report.IntegrityReport;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The SQLite file of a memory, for reads and writes of a host's own. Safe for use by several threads: reads run side by side,
 * four at a time, and never wait for the writer; transactions run one after the other. The memory opens and closes it.
 */
public interface DatabaseManager {

    /** {@return the path of the file} */
    Path file();

    /**
     * {@return the copy that this opening made before it adopted the file, a whole SQLite file named {@code
     * <file>.before-adoption-<UTC time>}, which may be deleted at any time; empty if there was nothing to adopt}
     */
    Optional<Path> copyBeforeAdoption();

    /** {@return true if this was opened for reading only, so that {@link #transaction} is refused} */
    boolean isReadOnly();

    /**
     * Checks that a transaction could begin on this thread, so that a caller fails before anything is done.
     *
     * @throws IllegalStateException if this is closed or read-only, or this thread is in a transaction already
     */
    void requireWritable();

    /**
     * Reads in one snapshot: what is committed meanwhile is not seen. Keep it short, as the file cannot shed its
     * write-ahead log while a snapshot is open.
     *
     * @param work the work to run
     * @param <T> the type of the result
     * @return the result of the work
     * @throws StoreException if SQLite fails, or all connections are busy for 10 s; what the work throws otherwise is passed
     *     on
     * @throws IllegalStateException if this is closed
     */
    <T> T read(SqlFunction<T> work);

    /**
     * Writes in one transaction, which begins with the write lock in hand: all of it is committed, or nothing.
     * Transactions do not nest.
     *
     * @param work the work to run
     * @param <T> the type of the result
     * @return the result of the work, after it was committed
     * @throws io.lifeos.memory.fact.ValueRejectedException if the file refuses a value; nothing was written
     * @throws io.lifeos.memory.fact.StoreLockedException if another program holds the write lock for 10 s; nothing was
     *     written
     * @throws StoreException if SQLite fails; nothing was written, unless the message says that the commit itself
     *     failed: then look before trying again. What the work throws otherwise is passed on, and nothing was written
     * @throws IllegalStateException if this is closed or read-only, or this thread is in a transaction already
     */
    <T> T transaction(SqlFunction<T> work);

    /**
     * Writes in one transaction without a result, otherwise as {@link #transaction} does.
     *
     * @param work the work to run
     * @throws StoreException as {@link #transaction} says
     * @throws IllegalStateException as {@link #transaction} says
     */
    default void write(SqlAction work) {
        Objects.requireNonNull(work, "The work is null; pass what is to be done with the connection.");
        transaction(connection -> {
            work.run(connection);
            return true;
        });
    }

    /**
     * Refreshes the statistics by which SQLite's query planner chooses among indexes ({@code ANALYZE}). After a large load
     * it makes searches by time and by entity up to a hundred times as fast; it takes some milliseconds, as it looks at
     * 1,000 rows of each index.
     *
     * @throws StoreException if SQLite fails
     * @throws IllegalStateException as {@link #transaction} says
     */
    void analyze();

    /**
     * Looks for damage: SQLite's own integrity check, foreign keys, and whether the full-text index holds what the
     * facts say. Writes nothing, but holds the write lock during the last part, and that only up to 100,000 facts; a
     * larger file, or one that was opened for reading only, is copied to the temporary folder for it.
     *
     * @return a report of the problems found
     * @throws StoreException if the file cannot be read at all
     * @throws IllegalStateException if this is closed
     */
    IntegrityReport checkIntegrity();
}
