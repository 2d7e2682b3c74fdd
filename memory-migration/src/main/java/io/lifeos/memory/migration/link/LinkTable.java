package io.lifeos.memory.migration.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.Embedding;
import io.lifeos.memory.archive.row.RowHash;
import io.lifeos.memory.fact.StoredTime;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import io.lifeos.memory.sqlite.table.BulkInsert;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The links of one source: which fact each of its rows became. What has been migrated is what has a link here. */
public final class LinkTable {

    private static final String LINKS =
            "SELECT l.postgres_memory_id, l.fact_id, l.row_hash, l.edited, l.pruned, f.is_active, f.id IS NULL AS stray"
                    + " FROM fact_embeddings l LEFT JOIN facts f ON f.id = l.fact_id WHERE l.source_id = ?";

    private static final String OF_ROWS = " AND l.postgres_memory_id IN (SELECT value FROM json_each(?))";

    /** A file of an earlier version is read as it was then, which passed over text behind the object. */
    private static final ObjectReader COLUMNS =
            Json.mapper().readerForMapOf(String.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Connection connection;
    private final Jdbc jdbc;
    private final long sourceId;

    LinkTable(Connection connection, long sourceId) {
        this.connection = connection;
        this.jdbc = new Jdbc(connection);
        this.sourceId = sourceId;
    }

    /**
     * Finds the links of rows.
     *
     * @param ids the rows
     * @return the links of those that have one
     * @throws SQLException if SQLite refuses
     */
    public Map<ArchivalId, Link> find(Collection<ArchivalId> ids) throws SQLException {
        return select(LINKS + OF_ROWS, ids, (row, id) -> link(row));
    }

    private static Link link(ResultSet row) throws SQLException {
        byte[] hash = row.getBytes("row_hash");
        boolean stray = row.getBoolean("stray");
        return new Link(
                row.getLong("fact_id"),
                hash == null || hash.length != RowHash.LENGTH ? Optional.empty() : Optional.of(RowHash.of(hash)),
                row.getBoolean("edited"),
                !stray && !row.getBoolean("is_active"),
                row.getBoolean("pruned"),
                stray);
    }

    /** The facts of rows, as they are stored. A stray link has none. */
    Map<ArchivalId, StoredMemory> stored(Collection<ArchivalId> ids) throws SQLException {
        return select(
                "SELECT l.postgres_memory_id, l.fact_id, l.source_columns, l.model, l.dimensions, l.source_dimensions,"
                        + " l.embedding, f.content, f.context, f.timestamp, f.source, f.confidence, f.is_assistant_output,"
                        + " f.session_id, f.metadata"
                        + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id WHERE l.source_id = ?" + OF_ROWS,
                ids,
                LinkTable::storedMemory);
    }

    private static StoredMemory storedMemory(ResultSet row, ArchivalId id) throws SQLException {
        List<String> unreadable = new ArrayList<>();
        return new StoredMemory(
                id,
                row.getLong("fact_id"),
                row.getString("content"),
                text(row, "context"),
                read("timestamp", String.valueOf(row.getString("timestamp")), StoredTime::parse, unreadable),
                text(row, "source"),
                row.getDouble("confidence"),
                row.getBoolean("is_assistant_output"),
                text(row, "session_id"),
                text(row, "metadata"),
                read("source_columns", row.getString("source_columns"), LinkTable::columns, unreadable)
                        .orElse(Map.of()),
                text(row, "model"),
                positive(row, "dimensions"),
                positive(row, "source_dimensions"),
                read("embedding", row.getBytes("embedding"), Embedding::ofLittleEndian, unreadable),
                unreadable);
    }

    /** An object of texts and nulls. */
    private static Map<String, @Nullable String> columns(String json) {
        try {
            return COLUMNS.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no JSON object of texts.", e);
        }
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static OptionalInt positive(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Another program may have left in the column what cannot be one of its values: then its name is noted. */
    private static <T, R> Optional<R> read(
            String column, @Nullable T value, Function<T, R> reader, List<String> unreadable) {
        try {
            return Optional.ofNullable(value).map(reader);
        } catch (IllegalArgumentException | DateTimeException e) {
            unreadable.add(column);
            return Optional.empty();
        }
    }

    private <T> Map<ArchivalId, T> select(String sql, Collection<ArchivalId> ids, LinkMapper<T> mapper)
            throws SQLException {
        Map<Object, ArchivalId> byValue = byValue(ids);
        Map<ArchivalId, T> found = new HashMap<>();
        jdbc.forEach(
                sql,
                row -> {
                    ArchivalId id = byValue.get(idValue(row));
                    if (id != null) {
                        found.put(id, mapper.map(row, id));
                    }
                },
                sourceId,
                Json.write(byValue.keySet()));
        return found;
    }

    @FunctionalInterface
    private interface LinkMapper<T> {
        T map(ResultSet row, ArchivalId id) throws SQLException;
    }

    /**
     * Adds the links of new facts. That there is none yet for the row is checked by the table's unique key.
     *
     * @param origins the links
     * @param factIds the facts, in the same order
     * @throws SQLException if SQLite refuses
     */
    public void insert(List<NewLink> origins, List<Long> factIds) throws SQLException {
        try (BulkInsert insert = new BulkInsert(
                connection,
                "fact_embeddings",
                "fact_id",
                "source_id",
                "postgres_memory_id",
                "postgres_id",
                "row_hash",
                "source_columns",
                "model",
                "dimensions",
                "source_dimensions",
                "embedding")) {
            for (int i = 0; i < origins.size(); i++) {
                NewLink origin = origins.get(i);
                Object id = origin.id().value();
                insert.add(
                        factIds.get(i),
                        sourceId,
                        id,
                        id,
                        origin.hash().toBytes(),
                        columns(origin),
                        origin.model().orElse(null),
                        dimensions(origin),
                        sourceDimensions(origin),
                        vector(origin));
            }
            insert.finish();
        }
    }

    /**
     * Rewrites links in place.
     *
     * @param origins the links as they are to be
     * @param withEmbedding false if vectors were not read: then what is stored of one, of that column, stays
     * @param embeddingColumn the source's column of vectors
     * @throws SQLException if SQLite refuses
     */
    public void update(List<NewLink> origins, boolean withEmbedding, String embeddingColumn) throws SQLException {
        String member = "$.\"" + embeddingColumn + "\"";
        jdbc.batch(
                "UPDATE fact_embeddings SET row_hash = ?1, edited = 0, pruned = 0,"
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
                origins,
                origin -> new @Nullable Object[] {
                    origin.hash().toBytes(),
                    columns(origin),
                    origin.model().orElse(null),
                    dimensions(origin),
                    vector(origin),
                    sourceId,
                    withEmbedding,
                    origin.id().value(),
                    sourceDimensions(origin),
                    member
                });
    }

    /**
     * Makes links of the Python program, which hold an id alone, those of this source; their facts stay the same.
     *
     * @param origins the links as they are to be, by their facts
     * @throws SQLException if SQLite refuses
     */
    public void claim(Map<Long, NewLink> origins) throws SQLException {
        jdbc.batch(
                "UPDATE fact_embeddings SET row_hash = ?, source_columns = ?, model = ?, dimensions = ?,"
                        + " source_dimensions = ?, embedding = ?, source_id = ?, postgres_memory_id = ?, edited = 0,"
                        + " pruned = 0, stale = 0 WHERE fact_id = ?",
                origins.entrySet(),
                fact -> new @Nullable Object[] {
                    fact.getValue().hash().toBytes(),
                    columns(fact.getValue()),
                    fact.getValue().model().orElse(null),
                    dimensions(fact.getValue()),
                    sourceDimensions(fact.getValue()),
                    vector(fact.getValue()),
                    sourceId,
                    fact.getValue().id().value(),
                    fact.getKey()
                });
    }

    private static @Nullable String columns(NewLink origin) {
        return origin.columns().isEmpty() ? null : Json.write(origin.columns());
    }

    private static @Nullable Integer dimensions(NewLink origin) {
        return origin.embedding().map(Embedding::dimensions).orElse(null);
    }

    private static @Nullable Integer sourceDimensions(NewLink origin) {
        OptionalInt dimensions = origin.sourceDimensions();
        return dimensions.isPresent() ? (Integer) dimensions.getAsInt() : null;
    }

    private static byte @Nullable [] vector(NewLink origin) {
        return origin.embedding().map(Embedding::toLittleEndian).orElse(null);
    }

    /**
     * Removes links whose fact is gone, with the mentions that it left behind, so that their rows can be migrated anew:
     * another program deleted the fact without regard to foreign keys.
     *
     * @param idValues the rows' ids as the file stores them
     * @throws SQLException if SQLite refuses
     */
    public void deleteStray(Collection<?> idValues) throws SQLException {
        String stray = "FROM fact_embeddings WHERE source_id = ? AND postgres_memory_id = ?"
                + " AND NOT EXISTS (SELECT 1 FROM facts WHERE facts.id = fact_embeddings.fact_id)";
        for (String sql : List.of(
                "DELETE FROM entity_mentions WHERE fact_id IN (SELECT fact_id " + stray + ")", "DELETE " + stray)) {
            jdbc.batch(sql, idValues, id -> new Object[] {sourceId, id});
        }
    }

    /**
     * Marks facts as forgotten by a run, so that they come back with their rows.
     *
     * @param factIds the facts
     * @throws SQLException if SQLite refuses
     */
    public void markPruned(Collection<Long> factIds) throws SQLException {
        jdbc.batch("UPDATE fact_embeddings SET pruned = 1 WHERE source_id = ? AND fact_id = ?", factIds, factId ->
                new Object[] {sourceId, factId});
    }

    /** How many of some different contents facts of the source have. Looks at all of them. */
    long countContents(Collection<String> contents) throws SQLException {
        return jdbc.number(
                "SELECT COUNT(DISTINCT f.content) FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " WHERE l.source_id = ? AND f.content IN (SELECT value FROM json_each(?))",
                sourceId,
                Json.write(contents));
    }

    boolean hasAny() throws SQLException {
        return jdbc.exists("SELECT 1 FROM fact_embeddings WHERE source_id = ? LIMIT 1", sourceId);
    }

    long count() throws SQLException {
        return jdbc.number("SELECT COUNT(*) FROM fact_embeddings WHERE source_id = ?", sourceId);
    }

    /** Shows each link of the source, by what the file stores as its row's id. */
    void forEach(LinkVisitor visitor) throws SQLException {
        jdbc.forEach(LINKS, row -> visitor.visit(idValue(row), link(row)), sourceId);
    }

    /** Shows each link whose fact was edited here. */
    void forEachEdited(LinkVisitor visitor) throws SQLException {
        jdbc.forEach(
                LINKS + " AND l.edited = 1 AND f.id IS NOT NULL",
                row -> visitor.visit(idValue(row), link(row)),
                sourceId);
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

    static Map<Object, ArchivalId> byValue(Collection<ArchivalId> ids) {
        return ids.stream().collect(Collectors.toMap(ArchivalId::value, Function.identity()));
    }

    /** SQLite gives a small integer as an {@link Integer}. */
    static Object idValue(ResultSet row) throws SQLException {
        Object value = row.getObject("postgres_memory_id");
        return value instanceof Number number ? (Object) number.longValue() : value;
    }
}
