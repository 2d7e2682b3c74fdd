package io.lifeos.memory.migration;

import io.lifeos.memory.fact.UtcText;
import io.lifeos.memory.postgres.ArchivalId;
import io.lifeos.memory.postgres.Embedding;
import io.lifeos.memory.postgres.RowHash;
import io.lifeos.memory.sqlite.BulkInsert;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The links of one source: which fact each of its rows became. What has been migrated is what has a link here. */
final class LinkTable {

    private final Connection connection;
    private final long sourceId;

    LinkTable(Connection connection, long sourceId) {
        this.connection = connection;
        this.sourceId = sourceId;
    }

    /**
     * A link.
     *
     * @param factId the fact
     * @param hash the hash of the row that was migrated; null if another program made the link, or spoilt the hash
     * @param edited whether the fact was edited here since
     * @param forgotten whether the fact is forgotten
     * @param pruned whether a run forgot it, as its row was gone
     * @param stray whether there is no such fact
     */
    record Link(long factId, @Nullable RowHash hash, boolean edited, boolean forgotten, boolean pruned, boolean stray) {

        /** Whether the fact is what the row is, so that nothing is to be done. */
        boolean isOf(RowHash rowHash) {
            return !stray && !pruned && hash != null && hash.equals(rowHash);
        }
    }

    Map<ArchivalId, Link> find(Collection<ArchivalId> ids) throws SQLException {
        return select(
                "SELECT l.postgres_memory_id, l.fact_id, l.row_hash, l.edited, l.pruned, f.is_active, f.id IS NULL AS stray"
                        + " FROM fact_embeddings l LEFT JOIN facts f ON f.id = l.fact_id"
                        + " WHERE l.source_id = ? AND l.postgres_memory_id IN (SELECT value FROM json_each(?))",
                ids,
                (row, id) -> link(row));
    }

    private static Link link(ResultSet row) throws SQLException {
        byte[] hash = row.getBytes("row_hash");
        boolean stray = row.getBoolean("stray");
        return new Link(
                row.getLong("fact_id"),
                hash == null || hash.length != RowHash.LENGTH ? null : RowHash.of(hash),
                row.getBoolean("edited"),
                !stray && !row.getBoolean("is_active"),
                row.getBoolean("pruned"),
                stray);
    }

    /** The facts of rows, as they are stored. A stray link has none. */
    Map<ArchivalId, StoredMemory> stored(Collection<ArchivalId> ids) throws SQLException {
        return select(
                "SELECT l.postgres_memory_id, l.fact_id, l.source_columns, l.model, l.dimensions, l.source_dimensions, l.embedding, f.content, f.context,"
                        + " f.timestamp, f.source, f.confidence, f.is_assistant_output, f.session_id, f.metadata"
                        + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " WHERE l.source_id = ? AND l.postgres_memory_id IN (SELECT value FROM json_each(?))",
                ids,
                LinkTable::storedMemory);
    }

    private static StoredMemory storedMemory(ResultSet row, ArchivalId id) throws SQLException {
        List<String> unreadable = new ArrayList<>();
        return new StoredMemory(
                id,
                row.getLong("fact_id"),
                row.getString("content"),
                row.getString("context"),
                read("timestamp", String.valueOf(row.getString("timestamp")), UtcText::parse, unreadable)
                        .orElse(Instant.EPOCH),
                row.getString("source"),
                row.getDouble("confidence"),
                row.getBoolean("is_assistant_output"),
                row.getString("session_id"),
                row.getString("metadata"),
                read("source_columns", row.getString("source_columns"), JsonText::texts, unreadable)
                        .orElse(Map.of()),
                row.getString("model"),
                row.getInt("dimensions"),
                row.getInt("source_dimensions"),
                read("embedding", row.getBytes("embedding"), Embedding::ofLittleEndian, unreadable),
                unreadable);
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

    private <T> Map<ArchivalId, T> select(String sql, Collection<ArchivalId> ids, RowReader<T> reader)
            throws SQLException {
        Map<Object, ArchivalId> byValue =
                ids.stream().collect(Collectors.toMap(ArchivalId::value, Function.identity()));
        Map<ArchivalId, T> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, sourceId);
            select.setString(2, JsonText.of(byValue.keySet()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ArchivalId id = byValue.get(idValue(rows));
                    if (id != null) {
                        found.put(id, reader.read(rows, id));
                    }
                }
            }
        }
        return found;
    }

    /** Reads the row on which the result set stands, and does not move it. */
    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row, ArchivalId id) throws SQLException;
    }

    /** Adds the links of new facts. That there is none yet for the row is checked by the table's unique key. */
    void insert(List<MappedMemory> memories, List<Long> factIds) throws SQLException {
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
            for (int i = 0; i < memories.size(); i++) {
                FactOrigin origin = memories.get(i).origin();
                Object id = origin.id().value();
                insert.add(
                        factIds.get(i),
                        sourceId,
                        id,
                        id,
                        origin.hash().toBytes(),
                        columns(origin),
                        origin.model().orElse(null),
                        origin.embedding().map(Embedding::dimensions).orElse(null),
                        sourceDimensions(origin),
                        origin.embedding().map(Embedding::toLittleEndian).orElse(null));
            }
            insert.finish();
        }
    }

    /** Rewrites a link in place. If vectors were not read, what is stored of one, of that column, stays. */
    void update(FactOrigin origin, boolean withEmbedding, String embeddingColumn) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE fact_embeddings SET row_hash = ?1, edited = 0, pruned = 0,"
                        + " source_columns = CASE WHEN NOT ?7 AND json_valid(source_columns)"
                        + " AND source_columns ->> ?10 IS NOT NULL"
                        + " THEN json_insert(coalesce(?2, '{}'), ?10, source_columns ->> ?10)"
                        + " ELSE ?2 END,"
                        + " model = CASE WHEN ?7 THEN ?3 ELSE model END,"
                        + " dimensions = CASE WHEN ?7 THEN ?4 ELSE dimensions END,"
                        + " source_dimensions = CASE WHEN ?7 THEN ?9 ELSE source_dimensions END,"
                        + " embedding = CASE WHEN ?7 THEN ?5 ELSE embedding END,"
                        + " stale = CASE WHEN ?7 THEN 0 ELSE stale END"
                        + " WHERE source_id = ?6 AND postgres_memory_id = ?8")) {
            bind(update, origin);
            update.setLong(6, sourceId);
            update.setBoolean(7, withEmbedding);
            update.setObject(8, origin.id().value());
            update.setObject(9, sourceDimensions(origin));
            update.setString(10, "$.\"" + embeddingColumn + "\"");
            update.executeUpdate();
        }
    }

    private static @Nullable Integer sourceDimensions(FactOrigin origin) {
        return origin.sourceDimensions() == 0 ? null : origin.sourceDimensions();
    }

    /** Makes links of the Python program, which hold an id alone, those of this source; their facts stay the same. */
    void claim(Map<Long, FactOrigin> origins) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE fact_embeddings SET row_hash = ?1, source_columns = ?2, model = ?3, dimensions = ?4, embedding = ?5,"
                        + " source_id = ?6, postgres_memory_id = ?7, edited = 0, pruned = 0, stale = 0, source_dimensions = ?9"
                        + " WHERE fact_id = ?8")) {
            for (Map.Entry<Long, FactOrigin> fact : origins.entrySet()) {
                bind(update, fact.getValue());
                update.setLong(6, sourceId);
                update.setObject(7, fact.getValue().id().value());
                update.setLong(8, fact.getKey());
                update.setObject(9, sourceDimensions(fact.getValue()));
                update.executeUpdate();
            }
        }
    }

    private static @Nullable String columns(FactOrigin origin) {
        return origin.columns().isEmpty() ? null : JsonText.of(origin.columns());
    }

    private static void bind(PreparedStatement statement, FactOrigin origin) throws SQLException {
        statement.setBytes(1, origin.hash().toBytes());
        statement.setString(2, columns(origin));
        statement.setString(3, origin.model().orElse(null));
        statement.setObject(4, origin.embedding().map(Embedding::dimensions).orElse(null));
        statement.setBytes(5, origin.embedding().map(Embedding::toLittleEndian).orElse(null));
    }

    /**
     * Removes links whose fact is gone, with the mentions that it left behind, so that their rows can be migrated anew:
     * another program deleted the fact without regard to foreign keys.
     */
    void deleteStray(Collection<?> idValues) throws SQLException {
        String stray = "FROM fact_embeddings WHERE source_id = ? AND postgres_memory_id = ?"
                + " AND NOT EXISTS (SELECT 1 FROM facts WHERE facts.id = fact_embeddings.fact_id)";
        for (String sql : List.of(
                "DELETE FROM entity_mentions WHERE fact_id IN (SELECT fact_id " + stray + ")", "DELETE " + stray)) {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
                for (Object id : idValues) {
                    delete.setLong(1, sourceId);
                    delete.setObject(2, id);
                    delete.addBatch();
                }
                delete.executeBatch();
            }
        }
    }

    /** Marks facts as forgotten by a run, so that they come back with their rows. */
    void markPruned(Collection<Long> factIds) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE fact_embeddings SET pruned = 1 WHERE source_id = ? AND fact_id = ?")) {
            for (long factId : factIds) {
                update.setLong(1, sourceId);
                update.setLong(2, factId);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** How many of some different contents facts of the source have. Looks at all of them. */
    int countContents(Collection<String> contents) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT COUNT(DISTINCT f.content) FROM fact_embeddings l"
                        + " JOIN facts f ON f.id = l.fact_id"
                        + " WHERE l.source_id = ? AND f.content IN (SELECT value FROM json_each(?))")) {
            select.setLong(1, sourceId);
            select.setString(2, JsonText.of(contents));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    boolean hasAny() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT EXISTS (SELECT 1 FROM fact_embeddings WHERE source_id = ?)")) {
            select.setLong(1, sourceId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    long count() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT COUNT(*) FROM fact_embeddings WHERE source_id = ?")) {
            select.setLong(1, sourceId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Shows each link of the source, by what the file stores as its row's id. */
    void forEach(LinkVisitor visitor) throws SQLException {
        forEach(
                "SELECT l.postgres_memory_id, l.fact_id, l.row_hash, l.edited, l.pruned, f.is_active, f.id IS NULL AS stray"
                        + " FROM fact_embeddings l LEFT JOIN facts f ON f.id = l.fact_id WHERE l.source_id = ?",
                visitor);
    }

    /** Shows each link whose fact was edited here. */
    void forEachEdited(LinkVisitor visitor) throws SQLException {
        forEach(
                "SELECT l.postgres_memory_id, l.fact_id, l.row_hash, l.edited, l.pruned, f.is_active, f.id IS NULL AS stray"
                        + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id WHERE l.source_id = ? AND l.edited = 1",
                visitor);
    }

    private void forEach(String sql, LinkVisitor visitor) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, sourceId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    visitor.visit(idValue(rows), link(rows));
                }
            }
        }
    }

    /** Looks at a link. */
    @FunctionalInterface
    interface LinkVisitor {
        void visit(Object id, Link link);
    }

    /** SQLite gives a small integer as an {@link Integer}. */
    static Object idValue(ResultSet row) throws SQLException {
        Object value = row.getObject("postgres_memory_id");
        return value instanceof Number number ? (Object) number.longValue() : value;
    }
}
