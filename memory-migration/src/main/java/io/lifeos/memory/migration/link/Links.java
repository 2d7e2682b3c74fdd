package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.RowDigest;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.archive.row.ServerState;
import io.lifeos.memory.database.DatabaseManager;
import io.lifeos.memory.database.SqlAction;
import io.lifeos.memory.database.SqlFunction;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.fact.StoreException;
import io.lifeos.memory.sqlite.table.ErasedRowTable;
import io.lifeos.memory.sqlite.table.LinkTable;
import io.lifeos.memory.sqlite.table.SourceTable;
import io.lifeos.memory.sqlite.table.UnclaimedLinkTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links of one source in the file of a memory. A source that the file does not know has none. Each question is a read
 * of its own; {@link #in(Connection)} is for those that belong to a larger transaction.
 */
public final class Links {

    /** The id that no source has. */
    private static final long UNKNOWN = -1;

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
                database.read(connection -> new SourceTable(connection).find(identity))
                        .orElse(null));
    }

    static Links of(DatabaseManager database, long sourceId) {
        return new Links(database, sourceId);
    }

    /** {@return true if the file knows the source, as it was migrated from before} */
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
     * Finds rows whose facts were erased here, under whatever name their source was known then.
     *
     * @param rows the rows' hashes by id; null for a hash that is not known
     * @return the erased ones
     */
    public Set<ArchivalId> erased(Map<ArchivalId, ? extends @Nullable RowHash> rows) {
        return database.read(connection -> BoundLinks.erased(connection, sourceId == null ? UNKNOWN : sourceId, rows));
    }

    /**
     * Finds rows whose facts were erased here.
     *
     * @param rows the rows
     * @return the erased ones
     */
    public Set<ArchivalId> erased(Collection<RowDigest> rows) {
        Map<ArchivalId, RowHash> hashes = new HashMap<>();
        rows.forEach(row -> hashes.put(row.id(), row.hash()));
        return erased(hashes);
    }

    /** {@return true if rows of the source were erased} */
    public boolean anyErased() {
        return read(false, connection -> new ErasedRowTable(connection).hasAny(known()));
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
     * Looks whether the file knows the source, for those who insert links without having SQLite look.
     *
     * @param connection the connection of the transaction
     * @throws StoreException if another program has removed it since
     */
    public void requireKnown(Connection connection) throws SQLException {
        if (!new SourceTable(connection).exists(known())) {
            throw new StoreException("Another program has removed the source " + known() + " from the file while it"
                    + " was migrated; nothing of this batch was stored, and all before is safe; run again.");
        }
    }

    /** {@return true if there is at least one link} */
    public boolean exist() {
        return read(false, connection -> in(connection).hasAny());
    }

    /** {@return the number of links} */
    public long count() {
        return read(0L, connection -> in(connection).count());
    }

    /**
     * Reads how far the server had come at the last run that wrote.
     *
     * @return the state; empty if none was noted, or it cannot be read
     */
    public Optional<ServerState> serverState() {
        return read(Optional.<String>empty(), connection -> new SourceTable(connection).serverState(known()))
                .flatMap(ServerState::parse);
    }

    /**
     * Notes how far the server has come.
     *
     * @param state the state
     */
    public void noteServerState(ServerState state) {
        database.write(connection -> new SourceTable(connection).noteServerState(known(), state.toString()));
    }

    /**
     * Finds the versions of the mapping by which rows became facts. Looks at all links.
     *
     * @return the versions
     */
    public List<Integer> mappingVersions() {
        return read(List.of(), connection -> in(connection).mappingVersions());
    }

    /**
     * Counts the facts of the file by owner, for each kind of which it has several and the source has some.
     *
     * @param most the largest number of owners of a kind that are named
     * @return the owners' ids, by kind
     */
    public Map<String, LinkTable.Values> mixedOwners(int most) {
        return read(Map.of(), connection -> in(connection).mixedOwners(most));
    }

    /**
     * Counts the facts of the source by members of their metadata. Looks at all of them.
     *
     * @param members the names of the members
     * @param most the largest number of values of a member that are named
     * @return the values, by member
     */
    public Map<String, LinkTable.Values> members(Collection<String> members, int most) {
        return read(Map.of(), connection -> in(connection).members(members, most));
    }

    /** Counts how many of some distinct contents facts of the source have. Looks at all of them. */
    long countContents(Collection<String> contents) {
        return read(0L, connection -> in(connection).countContents(contents));
    }

    /** Shows each link if there are more than a number of them. Both are of one moment. */
    void forEachIfMoreThan(long number, BoundLinks.LinkVisitor visitor) {
        show(connection -> {
            BoundLinks links = in(connection);
            if (links.count() > number) {
                links.forEach(visitor);
            }
        });
    }

    /**
     * Shows each link whose fact was edited here.
     *
     * @param visitor looks at them
     */
    public void forEachEdited(BoundLinks.LinkVisitor visitor) {
        show(connection -> in(connection).forEachEdited(visitor));
    }

    /**
     * Shows the facts that rows of the source do not claim, as these have other facts; the oldest first.
     *
     * @param visitor looks at them
     */
    public void forEachUnclaimed(Consumer<UnclaimedLinkTable.Unclaimed> visitor) {
        show(connection -> new UnclaimedLinkTable(connection).forEachOf(known(), visitor));
    }

    /**
     * Finds the unclaimed facts that say the same as their row's fact, which is not forgotten, so that nothing is lost
     * without them.
     *
     * @return their ids, the oldest first
     */
    public List<Long> unclaimedDuplicates() {
        return read(List.of(), connection -> new UnclaimedLinkTable(connection).duplicatesOfActive(known()));
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
    public BoundLinks in(Connection connection) {
        return new BoundLinks(connection, known());
    }

    /**
     * Binds the rejected rows of the source to a transaction.
     *
     * @param connection its connection
     * @return the rejected rows
     * @throws IllegalStateException if the file does not know the source
     */
    public Rejects rejectsIn(Connection connection) {
        return new Rejects(connection, known());
    }

    /**
     * Binds the facts of the source to a read that looks for those near to a question.
     *
     * @param connection its connection
     * @param model the model of the question's vector
     * @param filter the facts that are wanted
     * @return the facts
     * @throws IllegalStateException if the file does not know the source
     */
    public NearFacts nearIn(Connection connection, String model, FactFilter filter) {
        return new NearFacts(connection, known(), model, filter);
    }

    private long known() {
        if (sourceId == null) {
            throw new IllegalStateException("The file does not know the source yet; register it first.");
        }
        return sourceId;
    }

    private void show(SqlAction work) {
        read(false, connection -> {
            work.run(connection);
            return true;
        });
    }

    private <T> T read(T ofUnknown, SqlFunction<T> work) {
        return sourceId == null ? ofUnknown : database.read(work);
    }
}
