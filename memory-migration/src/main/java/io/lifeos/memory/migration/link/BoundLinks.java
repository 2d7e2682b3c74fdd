package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.MappingVersion;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.sqlite.table.ErasedRowTable;
import io.lifeos.memory.sqlite.table.LinkRow;
import io.lifeos.memory.sqlite.table.LinkTable;
import io.lifeos.memory.sqlite.table.NewLinkRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The links of one source, bound to a connection: the fact that each of its rows became. A row has been migrated if it has a
 * link here.
 */
public final class BoundLinks {

    private final Connection connection;
    private final long sourceId;
    private final LinkTable table;

    BoundLinks(Connection connection, long sourceId) {
        this.connection = connection;
        this.sourceId = sourceId;
        this.table = new LinkTable(connection, sourceId);
    }

    /**
     * Finds the links of rows.
     *
     * @param ids the rows
     * @return the links of those that have one
     */
    public Map<ArchivalId, Link> find(Collection<ArchivalId> ids) throws SQLException {
        Map<Object, ArchivalId> byValue = byValue(ids);
        Map<ArchivalId, Link> found = new HashMap<>();
        for (LinkRow row : table.find(byValue.keySet())) {
            ArchivalId id = byValue.get(row.rowId());
            if (id != null) {
                found.put(id, link(row));
            }
        }
        return found;
    }

    /**
     * Finds rows whose facts were erased here, so that they are to be left out.
     *
     * @param rows the rows' hashes by id; null for a hash that is not known
     * @return the erased ones
     */
    public Set<ArchivalId> erased(Map<ArchivalId, ? extends @Nullable RowHash> rows) throws SQLException {
        return erased(connection, sourceId, rows);
    }

    static Set<ArchivalId> erased(
            Connection connection, long sourceId, Map<ArchivalId, ? extends @Nullable RowHash> rows)
            throws SQLException {
        Map<Object, ArchivalId> byValue = byValue(rows.keySet());
        Map<Object, byte @Nullable []> hashes = new HashMap<>();
        rows.forEach((id, hash) -> hashes.put(id.value(), hash == null ? null : hash.toBytes()));
        Set<ArchivalId> erased = new HashSet<>();
        for (Object value : new ErasedRowTable(connection).among(sourceId, hashes)) {
            erased.add(Objects.requireNonNull(byValue.get(value)));
        }
        return erased;
    }

    /**
     * Finds rows that only the Python program had linked to facts, which were erased here, so that they are to be left out.
     *
     * @param connection the connection of a read or a transaction
     * @param rows by id, what a fact of the row may say
     * @return the erased ones
     */
    public static Set<ArchivalId> erasedUnclaimed(Connection connection, Map<ArchivalId, Set<String>> rows)
            throws SQLException {
        Map<Object, ArchivalId> byValue = byValue(rows.keySet());
        Map<Object, Set<String>> contents = new HashMap<>();
        rows.forEach((id, wordings) -> contents.put(id.value(), wordings));
        Set<ArchivalId> erased = new HashSet<>();
        for (Object value : new ErasedRowTable(connection).amongUnclaimed(contents)) {
            erased.add(Objects.requireNonNull(byValue.get(value)));
        }
        return erased;
    }

    /**
     * Notes rows of this source as erased.
     *
     * @param rows the rows' hashes by id
     * @param now the time
     */
    public void noteErased(Map<ArchivalId, RowHash> rows, Instant now) throws SQLException {
        Map<Object, byte[]> hashes = new HashMap<>();
        rows.forEach((id, hash) -> hashes.put(id.value(), hash.toBytes()));
        new ErasedRowTable(connection).add(sourceId, hashes, now);
    }

    private static Link link(LinkRow row) {
        return new Link(
                row.factId(),
                Optional.ofNullable(row.rowHash())
                        .filter(hash -> hash.length == RowHash.LENGTH)
                        .map(RowHash::of),
                row.edited(),
                !row.stray() && !row.active(),
                row.forgottenAsGone(),
                row.stray(),
                row.mappingVersion());
    }

    /** Returns the facts of rows as they are stored. A stray link has none. */
    Map<ArchivalId, StoredMemory> stored(Collection<ArchivalId> ids) throws SQLException {
        Map<Object, ArchivalId> byValue = byValue(ids);
        Map<ArchivalId, StoredMemory> found = new HashMap<>();
        table.forEachFact(byValue.keySet(), row -> {
            ArchivalId id = byValue.get(row.rowId());
            if (id != null) {
                found.put(id, StoredMemory.of(id, row));
            }
        });
        return found;
    }

    static Map<Object, ArchivalId> byValue(Collection<ArchivalId> ids) {
        Map<Object, ArchivalId> byValue = new HashMap<>();
        for (ArchivalId id : ids) {
            if (byValue.put(id.value(), id) != null) {
                throw new IllegalStateException("The source has two rows with the id " + id + ".");
            }
        }
        return byValue;
    }

    /**
     * Adds the links of new facts. The table's unique key refuses a second link of a row.
     *
     * @param links the links
     * @param factIds the facts, in the same order
     */
    public void insert(List<NewLink> links, List<Long> factIds) throws SQLException {
        table.insert(links.stream().map(BoundLinks::row).iterator(), factIds);
    }

    /**
     * Rewrites links in place.
     *
     * @param links the links as they are to be
     * @param withEmbedding false if vectors were not read: then the stored parts of a vector of that column stay
     * @param embeddingColumn the source's column of vectors
     */
    public void update(List<NewLink> links, boolean withEmbedding, String embeddingColumn) throws SQLException {
        table.update(links.stream().map(BoundLinks::row).toList(), withEmbedding, embeddingColumn);
    }

    /**
     * Makes links of the Python program, which hold an id alone, those of this source; their facts stay the same.
     *
     * @param links the links as they are to be, by their facts
     */
    public void claim(Map<Long, NewLink> links) throws SQLException {
        Map<Long, NewLinkRow> rows = new LinkedHashMap<>();
        links.forEach((factId, link) -> rows.put(factId, row(link)));
        table.claim(rows);
    }

    private static NewLinkRow row(NewLink link) {
        return new NewLinkRow(
                link.id().value(),
                link.hash().toBytes(),
                link.columns().isEmpty() ? null : Json.write(link.columns()),
                link.model().orElse(null),
                link.embedding().map(Embedding::dimensions).orElse(null),
                boxed(link.sourceDimensions()),
                link.embedding().map(Embedding::toLittleEndian).orElse(null),
                MappingVersion.CURRENT);
    }

    private static @Nullable Integer boxed(OptionalInt number) {
        return number.isPresent() ? (Integer) number.getAsInt() : null;
    }

    /**
     * Deletes links whose fact is gone, with the mentions that it left behind, so that their rows can be migrated anew.
     *
     * @param idValues the rows' ids as the file stores them
     */
    public void deleteStray(Collection<?> idValues) throws SQLException {
        table.deleteStray(idValues);
    }

    /**
     * Marks facts as forgotten by a run, so that they come back with their rows.
     *
     * @param factIds the facts
     */
    public void markForgotten(Collection<Long> factIds) throws SQLException {
        table.markForgotten(factIds);
    }

    /** Counts how many of some distinct contents facts of the source have. Looks at all of them. */
    long countContents(Collection<String> contents) throws SQLException {
        return table.countContents(contents);
    }

    List<Integer> mappingVersions() throws SQLException {
        return table.mappingVersions();
    }

    Map<String, LinkTable.Values> mixedOwners(int most) throws SQLException {
        return table.mixedOwners(most);
    }

    Map<String, LinkTable.Values> members(Collection<String> members, int most) throws SQLException {
        return table.members(members, most);
    }

    boolean hasAny() throws SQLException {
        return table.hasAny();
    }

    long count() throws SQLException {
        return table.count();
    }

    void forEach(LinkVisitor visitor) throws SQLException {
        table.forEach(row -> visitor.visit(row.rowId(), link(row)));
    }

    void forEachEdited(LinkVisitor visitor) throws SQLException {
        table.forEachEdited(row -> visitor.visit(row.rowId(), link(row)));
    }

    /** Looks at a link. */
    @FunctionalInterface
    public interface LinkVisitor {

        /**
         * Looks at a link.
         *
         * @param id the row's id as the file stores it
         * @param link the link
         */
        void visit(Object id, Link link);
    }
}
