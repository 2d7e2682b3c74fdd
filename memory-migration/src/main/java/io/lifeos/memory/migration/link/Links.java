package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.database.SqlFunction;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links of one source in the file of a memory. A source that the file does not know has none. Each question is a read
 * of its own; {@link #in(Connection)} is for those that belong to a larger transaction.
 */
public final class Links {

    private final DatabaseManager database;
    private final @Nullable Long sourceId;

    private Links(DatabaseManager database, @Nullable Long sourceId) {
        this.database = database;
        this.sourceId = sourceId;
    }

    /**
     * Finds the links of a source.
     *
     * @param database the file
     * @param identity the source's identity
     * @return its links
     */
    public static Links of(DatabaseManager database, String identity) {
        return new Links(
                database,
                database.read(connection -> new Sources(connection).find(identity))
                        .orElse(null));
    }

    static Links of(DatabaseManager database, long sourceId) {
        return new Links(database, sourceId);
    }

    /**
     * Tells whether the file knows the source.
     *
     * @return true if it was migrated from before
     */
    public boolean areKnown() {
        return sourceId != null;
    }

    /**
     * Finds the links of rows.
     *
     * @param ids the rows
     * @return the links of those that have one
     */
    public Map<ArchivalId, Link> find(Collection<ArchivalId> ids) {
        return read(Map.of(), connection -> in(connection).find(ids));
    }

    /**
     * Reads the facts of rows.
     *
     * @param ids the rows
     * @return the facts as they are stored, of those that have one
     */
    public Map<ArchivalId, StoredMemory> stored(Collection<ArchivalId> ids) {
        return read(Map.of(), connection -> in(connection).stored(ids));
    }

    /**
     * Tells whether there are any.
     *
     * @return true if there is at least one
     */
    public boolean exist() {
        return read(false, connection -> in(connection).hasAny());
    }

    /**
     * Counts the links.
     *
     * @return their number
     */
    public long count() {
        return read(0L, connection -> in(connection).count());
    }

    /** How many of some different contents facts of the source have. Looks at all of them. */
    long countContents(Collection<String> contents) {
        return read(0L, connection -> in(connection).countContents(contents));
    }

    /** Shows each link if there are more than a number of them. Both are of one moment. */
    void forEachIfMoreThan(long number, LinkTable.LinkVisitor visitor) {
        read(false, connection -> {
            LinkTable table = in(connection);
            boolean more = table.count() > number;
            if (more) {
                table.forEach(visitor);
            }
            return more;
        });
    }

    /**
     * Shows each link whose fact was edited here.
     *
     * @param visitor looks at them
     */
    public void forEachEdited(LinkTable.LinkVisitor visitor) {
        read(false, connection -> {
            in(connection).forEachEdited(visitor);
            return true;
        });
    }

    /**
     * Shows the facts that rows of the source do not claim, as these have other facts; the oldest first.
     *
     * @param visitor looks at them
     */
    public void forEachUnclaimed(Consumer<UnclaimedLinks.Unclaimed> visitor) {
        read(false, connection -> {
            new UnclaimedLinks(connection).forEachOf(known(), visitor);
            return true;
        });
    }

    /**
     * Finds the unclaimed facts that say the same as their row's fact, which is not forgotten, so that nothing is lost
     * without them.
     *
     * @return their ids, the oldest first
     */
    public List<Long> unclaimedDuplicates() {
        return read(List.of(), connection -> new UnclaimedLinks(connection).duplicatesOfActive(known()));
    }

    /**
     * Finds the reasons why rows were rejected.
     *
     * @param ids the rows
     * @return the reasons of those that were
     */
    public Map<ArchivalId, String> rejects(Collection<ArchivalId> ids) {
        return read(Map.of(), connection -> rejectsIn(connection).reasons(ids));
    }

    /**
     * Binds the links to a transaction.
     *
     * @param connection its connection
     * @return the links
     * @throws IllegalStateException if the file does not know the source
     */
    public LinkTable in(Connection connection) {
        return new LinkTable(connection, known());
    }

    /**
     * Binds the rejected rows of the source to a transaction.
     *
     * @param connection its connection
     * @return the rejected rows
     * @throws IllegalStateException if the file does not know the source
     */
    public RejectTable rejectsIn(Connection connection) {
        return new RejectTable(connection, known());
    }

    private long known() {
        if (sourceId == null) {
            throw new IllegalStateException("The file does not know the source yet; register it first.");
        }
        return sourceId;
    }

    private <T> T read(T ofUnknown, SqlFunction<T> work) {
        return sourceId == null ? ofUnknown : database.read(work);
    }
}
