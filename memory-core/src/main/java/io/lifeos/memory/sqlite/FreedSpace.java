package io.lifeos.memory.sqlite;

import io.lifeos.memory.database.Durability;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactErasure;
import io.lifeos.memory.sqlite.table.FullTextIndex;
import io.lifeos.memory.sqlite.table.VectorIndexTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Overwrites what deleted rows left in a file. All of it in steps that keep other writers waiting for a moment only; each step
 * may be the last before a crash, and all may be repeated.
 */
public final class FreedSpace {

    private static final Logger LOG = LoggerFactory.getLogger(FreedSpace.class);

    /** Of 4 KiB each, so that a step takes some milliseconds. */
    private static final int PAGES_AT_ONCE = 64;

    private static final int BLOCKS_AT_ONCE = 8;

    /** A file of this size is written anew in a fifth of a second. */
    private static final long SMALL_FILE_BYTES = 8L << 20;

    private static final int PATIENCE_MS = 100;
    private static final int TRIES = 10;

    private final SqliteDatabase database;

    /**
     * Works on a file.
     *
     * @param database the file, open for writing
     */
    public FreedSpace(SqliteDatabase database) {
        this.database = database;
    }

    /**
     * Runs a transaction in which SQLite overwrites what it deletes by zeros.
     *
     * @param work the work
     * @param <T> the type of its result
     * @return its result
     * @throws StoreException as {@link SqliteDatabase#transaction} says
     */
    public <T> T overwriting(SqlFunction<T> work) {
        return database.transaction(connection -> {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.execute("PRAGMA secure_delete = 1");
            try {
                return work.apply(connection);
            } finally {
                jdbc.execute("PRAGMA secure_delete = 0");
            }
        });
    }

    /** Merges the full-text index until it holds no word of deleted facts. */
    public void clearFullText() {
        overwriting(connection -> {
            new FullTextIndex(connection).beginMerge(PAGES_AT_ONCE);
            return true;
        });
        boolean more = true;
        while (more) {
            more = overwriting(connection -> new FullTextIndex(connection).mergeOn(PAGES_AT_ONCE));
        }
        overwriting(connection -> {
            new FullTextIndex(connection).deleteAllWithoutFacts();
            return true;
        });
    }

    /** Deletes the blocks of indexes of vectors that are no longer used. */
    public void clearVectorBlocks() {
        int deleted = 1;
        while (deleted > 0) {
            deleted = overwriting(connection -> VectorIndexTable.deleteOrphans(connection, BLOCKS_AT_ONCE));
        }
    }

    /**
     * Overwrites the pages that are free: they are filled with blocks of zeros, which are deleted again. A crash leaves blocks
     * that no index of vectors uses, and that are deleted as such.
     */
    public void overwriteFreePages() {
        long filler = ThreadLocalRandom.current().nextLong();
        long pages = database.read(connection -> new Jdbc(connection).number("PRAGMA freelist_count"));
        for (long block = 0; pages > 0; block++) {
            long number = block;
            long some = Math.min(pages, PAGES_AT_ONCE);
            pages -= overwriting(connection -> {
                Jdbc jdbc = new Jdbc(connection);
                long free = Math.min(some, jdbc.number("PRAGMA freelist_count"));
                if (free > 0) {
                    VectorIndexTable.putZeros(connection, filler, number, free * jdbc.number("PRAGMA page_size"));
                }
                return free == 0 ? Long.MAX_VALUE : free;
            });
        }
        clearVectorBlocks();
    }

    /** {@return the erased facts, if nothing but writing the file anew is left to do for them} */
    public Optional<List<Long>> factsOfWhichOnlyRenewalIsLeft() {
        return database.read(connection -> Renewal.isAllThatIsLeft(connection)
                ? Optional.of(new FactErasure(connection).pending())
                : Optional.empty());
    }

    /**
     * Notes that nothing but writing the file anew is left to do, unless more was erased meanwhile.
     *
     * @param facts the erased facts of which nothing else is left
     */
    public void noteOnlyRenewalIsLeft(List<Long> facts) {
        database.transaction(connection -> {
            if (new FactErasure(connection).pending().equals(facts)) {
                Renewal.noteAllThatIsLeft(connection);
            }
            return true;
        });
    }

    /** {@return true if others would have to wait too long while the file is written anew, whenever that is} */
    public boolean isTooLargeToRenew() {
        return bytes() > Renewal.MOST_BYTES;
    }

    private long bytes() {
        return database.read(Renewal::bytes);
    }

    /**
     * Writes a small file anew, page by page: parts of pages that no row uses may hold copies of rows that were moved within a page,
     * or to another, even if SQLite overwrites what it deletes. A large one is noted, and {@link Renewal} does it at the next
     * opening.
     *
     * @return false if it is still to be done, as others would have to wait
     */
    public boolean renew() {
        if (database.read(Renewal::isDone)) {
            return true;
        }
        boolean renewed = bytes() <= SMALL_FILE_BYTES
                && attempt(connection -> {
                    new Jdbc(connection).execute("VACUUM");
                    return true;
                });
        if (!renewed && !database.read(Renewal::isAllThatIsLeft)) {
            database.write(Renewal::noteDue);
        }
        return renewed;
    }

    /**
     * Moves all that is in the write-ahead log into the file, and empties the log, which holds pages as they were. Writers wait only
     * for what was written while most of it was moved.
     *
     * @return false if somebody still reads the file as it was, or writes to it
     */
    public boolean emptyWriteAheadLog() {
        return attempt(connection -> {
            Jdbc jdbc = new Jdbc(connection);
            jdbc.execute("PRAGMA wal_checkpoint(PASSIVE)");
            return jdbc.one("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1) == 0);
        });
    }

    /** Tries several times, each a moment, as writers wait meanwhile. */
    private boolean attempt(SqlFunction<Boolean> work) {
        Path file = database.file();
        try (Connection connection =
                SqliteDataSource.writer(file, Durability.FULL).getConnection()) {
            new Jdbc(connection).execute("PRAGMA busy_timeout = " + PATIENCE_MS);
            for (int i = 0; i < TRIES; i++) {
                if (attempt(connection, work)) {
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    private static boolean attempt(Connection connection, SqlFunction<Boolean> work) throws SQLException {
        try {
            return work.apply(connection);
        } catch (SQLException e) {
            switch (SqliteErrors.primaryCode(e)) {
                case SQLITE_BUSY, SQLITE_LOCKED -> {
                    LOG.debug("The file is in use", e);
                    return false;
                }
                default -> throw e;
            }
        }
    }
}
