package io.lifeos.memory.sqlite.table;

import io.lifeos.memory.fact.Owner;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links of one source: the fact that each of its rows became. A row goes by its id as the file stores it, a Long or a
 * String, as the column has no type. Bound to a connection, and to be used within one read or transaction only.
 */
public final class LinkTable {

    private static final String LINKS =
            "SELECT l.postgres_memory_id, l.fact_id, l.row_hash, l.edited, l.pruned, f.is_active, f.id IS NULL,"
                    + " coalesce(l.mapping_version, 1)"
                    + " FROM fact_embeddings l LEFT JOIN facts f ON f.id = l.fact_id WHERE l.source_id = ?";

    private static final String OF_ROWS = " AND l.postgres_memory_id IN (SELECT value FROM json_each(?))";

    private static final String[] COLUMNS = {
        "fact_id",
        "source_id",
        "postgres_memory_id",
        "postgres_id",
        "row_hash",
        "source_columns",
        "model",
        "dimensions",
        "source_dimensions",
        "embedding",
        "mapping_version"
    };

    private final Connection connection;
    private final Jdbc jdbc;
    private final long sourceId;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read or a transaction gives
     * @param sourceId the source
     */
    public LinkTable(Connection connection, long sourceId) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
        this.sourceId = sourceId;
    }

    /**
     * Finds the links of rows.
     *
     * @param rowIds the rows' ids
     * @return the links of those that have one
     */
    public List<LinkRow> find(Collection<?> rowIds) throws SQLException {
        return jdbc.query(LINKS + OF_ROWS, LinkTable::link, sourceId, Json.write(rowIds));
    }

    /**
     * Shows each link of the source.
     *
     * @param visitor looks at them
     */
    public void forEach(Consumer<LinkRow> visitor) throws SQLException {
        jdbc.forEach(LINKS, row -> visitor.accept(link(row)), sourceId);
    }

    /**
     * Shows each link whose fact was edited here.
     *
     * @param visitor looks at them
     */
    public void forEachEdited(Consumer<LinkRow> visitor) throws SQLException {
        jdbc.forEach(LINKS + " AND l.edited = 1 AND f.id IS NOT NULL", row -> visitor.accept(link(row)), sourceId);
    }

    /** By number, as the driver looks a name up for each value of each row. */
    private static LinkRow link(ResultSet row) throws SQLException {
        return new LinkRow(
                rowId(row),
                row.getLong(2),
                row.getBytes(3),
                row.getBoolean(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getInt(8));
    }

    /** Reads the first column. SQLite gives a small integer as an {@link Integer}. */
    static Object rowId(ResultSet row) throws SQLException {
        Object value = row.getObject(1);
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    /**
     * Shows the facts of rows. A stray link has none.
     *
     * @param rowIds the rows' ids
     * @param visitor looks at them
     */
    public void forEachFact(Collection<?> rowIds, Consumer<LinkedFactRow> visitor) throws SQLException {
        Map<Long, List<Owner>> owners = new OwnerTable(connection)
                .find(
                        "SELECT l.fact_id FROM fact_embeddings l WHERE l.source_id = ?" + OF_ROWS,
                        sourceId,
                        Json.write(rowIds));
        jdbc.forEach(
                "SELECT l.postgres_memory_id, l.fact_id, f.content, f.context, f.timestamp, f.source, f.confidence,"
                        + " f.is_assistant_output, f.session_id, f.metadata, l.source_columns, l.model, l.dimensions,"
                        + " l.source_dimensions, l.embedding, coalesce(l.mapping_version, 1)"
                        + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id WHERE l.source_id = ?" + OF_ROWS,
                row -> visitor.accept(linkedFact(row, owners)),
                sourceId,
                Json.write(rowIds));
    }

    private static LinkedFactRow linkedFact(ResultSet row, Map<Long, List<Owner>> owners) throws SQLException {
        long factId = row.getLong(2);
        return new LinkedFactRow(
                rowId(row),
                factId,
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getDouble(7),
                row.getBoolean(8),
                row.getString(9),
                row.getString(10),
                owners.getOrDefault(factId, List.of()),
                row.getString(11),
                row.getString(12),
                row.getInt(13),
                row.getInt(14),
                row.getBytes(15),
                row.getInt(16));
    }

    /**
     * Adds the links of new facts. The table's unique key refuses a second link of a row.
     *
     * @param links the links, taken one by one
     * @param factIds the facts, in the same order
     */
    public void insert(Iterator<NewLinkRow> links, List<Long> factIds) throws SQLException {
        try (BulkInsert insert = new BulkInsert(connection, "fact_embeddings", COLUMNS)) {
            for (long factId : factIds) {
                NewLinkRow link = links.next();
                insert.add(
                        factId,
                        sourceId,
                        link.rowId(),
                        link.rowId(),
                        link.rowHash(),
                        link.sourceColumns(),
                        link.model(),
                        link.dimensions(),
                        link.sourceDimensions(),
                        link.embedding(),
                        link.mappingVersion());
            }
            insert.finish();
        }
    }

    /**
     * Rewrites links in place.
     *
     * @param links the links as they are to be
     * @param withEmbedding false if vectors were not read: then what is stored of one, of that column, stays
     * @param embeddingColumn the source's column of vectors
     */
    public void update(List<NewLinkRow> links, boolean withEmbedding, String embeddingColumn) throws SQLException {
        String member = "$.\"" + embeddingColumn + "\"";
        jdbc.batch(
                "UPDATE fact_embeddings SET row_hash = ?1, mapping_version = ?11, edited = 0, pruned = 0,"
                        + " source_columns = CASE WHEN NOT ?7 AND json_valid(source_columns)"
                        + " AND source_columns ->> ?10 IS NOT NULL"
                        + " THEN json_insert(coalesce(?2, '{}'), ?10, source_columns ->> ?10)"
                        + " ELSE ?2 END,"
                        + " model = CASE WHEN ?7 THEN ?3 ELSE model END,"
                        + " dimensions = CASE WHEN ?7 THEN ?4 ELSE dimensions END,"
                        + " source_dimensions = CASE WHEN ?7 THEN ?9 ELSE source_dimensions END,"
                        + " embedding = CASE WHEN ?7 THEN ?5 ELSE embedding END,"
                        + " stale = CASE WHEN ?7 THEN 0 ELSE stale END"
                        + " WHERE source_id = ?6 AND postgres_memory_id = ?8",
                links,
                link -> new @Nullable Object[] {
                    link.rowHash(),
                    link.sourceColumns(),
                    link.model(),
                    link.dimensions(),
                    link.embedding(),
                    sourceId,
                    withEmbedding,
                    link.rowId(),
                    link.sourceDimensions(),
                    member,
                    link.mappingVersion()
                });
    }

    /**
     * Makes links of the Python program, which hold an id alone, those of this source; their facts stay the same.
     *
     * @param links the links as they are to be, by their facts
     */
    public void claim(Map<Long, NewLinkRow> links) throws SQLException {
        jdbc.batch(
                "UPDATE fact_embeddings SET row_hash = ?, source_columns = ?, model = ?, dimensions = ?,"
                        + " source_dimensions = ?, embedding = ?, source_id = ?, postgres_memory_id = ?, mapping_version = ?,"
                        + " edited = 0,"
                        + " pruned = 0, stale = 0 WHERE fact_id = ?",
                links.entrySet(),
                fact -> new @Nullable Object[] {
                    fact.getValue().rowHash(),
                    fact.getValue().sourceColumns(),
                    fact.getValue().model(),
                    fact.getValue().dimensions(),
                    fact.getValue().sourceDimensions(),
                    fact.getValue().embedding(),
                    sourceId,
                    fact.getValue().rowId(),
                    fact.getValue().mappingVersion(),
                    fact.getKey()
                });
    }

    /**
     * Deletes links whose fact is gone, with the mentions and owners that it left behind, so that their rows can be migrated anew:
     * another program deleted the fact without regard to foreign keys.
     *
     * @param rowIds the rows' ids
     */
    public void deleteStray(Collection<?> rowIds) throws SQLException {
        String stray = "FROM fact_embeddings WHERE source_id = ? AND postgres_memory_id = ?"
                + " AND NOT EXISTS (SELECT 1 FROM facts WHERE facts.id = fact_embeddings.fact_id)";
        for (String sql : List.of(
                "DELETE FROM entity_mentions WHERE fact_id IN (SELECT fact_id " + stray + ")",
                "DELETE FROM fact_owners WHERE fact_id IN (SELECT fact_id " + stray + ")",
                "DELETE " + stray)) {
            jdbc.batch(sql, rowIds, id -> new Object[] {sourceId, id});
        }
    }

    /**
     * Marks facts as forgotten by a run, so that they come back with their rows.
     *
     * @param factIds the facts
     */
    public void markForgotten(Collection<Long> factIds) throws SQLException {
        jdbc.batch("UPDATE fact_embeddings SET pruned = 1 WHERE source_id = ? AND fact_id = ?", factIds, factId ->
                new Object[] {sourceId, factId});
    }

    /**
     * Counts those of some different contents that facts of the source have. Looks at all facts of the source.
     *
     * @param contents the contents
     * @return their number
     */
    public long countContents(Collection<String> contents) throws SQLException {
        return jdbc.number(
                "SELECT COUNT(DISTINCT f.content) FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " WHERE l.source_id = ? AND f.content IN (SELECT value FROM json_each(?))",
                sourceId,
                Json.write(contents));
    }

    /**
     * Finds the versions of the rules by which rows of the source became facts. Looks at all links.
     *
     * @return the versions
     */
    public List<Integer> mappingVersions() throws SQLException {
        return jdbc.query(
                "SELECT DISTINCT coalesce(mapping_version, 1) FROM fact_embeddings WHERE source_id = ?",
                row -> row.getInt(1),
                sourceId);
    }

    /**
     * Counts the facts of the file by owner, for each kind of which it has several and the source has some.
     *
     * @param most the largest number of owners of a kind that are named
     * @return the owners' ids, by kind
     * @throws SQLException if SQLite refuses a statement
     */
    public Map<String, Values> mixedOwners(int most) throws SQLException {
        Map<String, Values> owners = new TreeMap<>();
        for (Owner.Kind kind : Owner.Kind.values()) {
            String word = kind.word();
            if (hasSeveral(word) && hasOwner(word)) {
                owners.putAll(values(
                        "SELECT ?, id, facts, count(*) OVER () FROM"
                                + " (SELECT id, count(*) AS facts FROM fact_owners WHERE kind = ? GROUP BY id)"
                                + " ORDER BY facts DESC, id LIMIT ?",
                        word,
                        word,
                        most));
            }
        }
        return owners;
    }

    /**
     * Counts the facts of the source by members of their metadata. Looks at all of them.
     *
     * @param members the names of the members
     * @param most the largest number of values of a member that are named
     * @return the values as texts, by member; a blank one is none
     * @throws SQLException if SQLite refuses a statement
     */
    public Map<String, Values> members(Collection<String> members, int most) throws SQLException {
        return values(
                "SELECT key, value, facts, number FROM (SELECT key, value, facts,"
                        + " row_number() OVER (PARTITION BY key ORDER BY facts DESC, value) AS place,"
                        + " count(*) OVER (PARTITION BY key) AS number FROM"
                        + " (SELECT j.key AS key, CAST(j.value AS TEXT) AS value, count(*) AS facts"
                        + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id,"
                        + " json_each(CASE WHEN json_valid(f.metadata) THEN f.metadata END) j"
                        + " WHERE l.source_id = ? AND j.key IN (SELECT value FROM json_each(?))"
                        + " AND trim(j.value) <> '' GROUP BY j.key, CAST(j.value AS TEXT)))"
                        + " WHERE place <= ? ORDER BY key, place",
                sourceId,
                Json.write(members),
                most);
    }

    /** Reads rows of a name, a value, the number of its facts and the number of all values of that name. */
    private Map<String, Values> values(String sql, Object... arguments) throws SQLException {
        Map<String, Map<String, Long>> first = new TreeMap<>();
        Map<String, Values> values = new TreeMap<>();
        jdbc.forEach(
                sql,
                row -> {
                    Map<String, Long> named = first.computeIfAbsent(row.getString(1), name -> new LinkedHashMap<>());
                    named.put(row.getString(2), row.getLong(3));
                    values.put(row.getString(1), new Values(named, row.getLong(4) - named.size()));
                },
                arguments);
        return values;
    }

    private boolean hasSeveral(String kind) throws SQLException {
        return jdbc.exists(
                "SELECT 1 WHERE (SELECT min(id) FROM fact_owners WHERE kind = ?)"
                        + " <> (SELECT max(id) FROM fact_owners WHERE kind = ?)",
                kind,
                kind);
    }

    private boolean hasOwner(String kind) throws SQLException {
        return jdbc.exists(
                "SELECT 1 FROM fact_embeddings l JOIN fact_owners o ON o.fact_id = l.fact_id AND o.kind = ?"
                        + " WHERE l.source_id = ? LIMIT 1",
                kind,
                sourceId);
    }

    /**
     * Tells whether the source has a link.
     *
     * @return true if it has at least one
     */
    public boolean hasAny() throws SQLException {
        return jdbc.exists("SELECT 1 FROM fact_embeddings WHERE source_id = ? LIMIT 1", sourceId);
    }

    /**
     * Counts the links of the source.
     *
     * @return their number
     */
    public long count() throws SQLException {
        return jdbc.number("SELECT COUNT(*) FROM fact_embeddings WHERE source_id = ?", sourceId);
    }

    /**
     * How many facts have which values.
     *
     * @param first the number of facts by value, the most frequent first
     * @param more the number of further values
     */
    public record Values(Map<String, Long> first, long more) {}
}
