package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.VectorPosition;
import io.lifeos.memory.sqlite.table.VectorSpace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * Reads the vectors of one space. A fact's vector is the one made here, else the imported one if that is of the same model or
 * names none, and the fact still has the content that was embedded. Use it within one read.
 */
public final class VectorReader {

    private static final String VECTOR = "coalesce(v.embedding, e.embedding)";

    /** The vectors of facts f; parameter 1 is the model, 2 the dimension. */
    private static final String JOINS =
            " LEFT JOIN fact_vectors v ON v.fact_id = f.id AND v.model = ?1 AND v.dimensions = ?2"
                    + " LEFT JOIN fact_embeddings e ON e.fact_id = f.id AND v.fact_id IS NULL AND e.dimensions = ?2"
                    + " AND e.stale = 0 AND (e.model = ?1 OR coalesce(e.model, '') = '')";

    private static final String PRESENT = "(v.fact_id IS NOT NULL OR e.fact_id IS NOT NULL)";

    private static final String VECTORS_BY_ID =
            "SELECT v.fact_id, v.embedding FROM json_each(?3) j CROSS JOIN fact_vectors v"
                    + " ON v.fact_id = j.value AND v.model = ?1 AND v.dimensions = ?2"
                    + " UNION ALL SELECT e.fact_id, e.embedding FROM json_each(?3) j CROSS JOIN fact_embeddings e"
                    + " ON e.fact_id = j.value AND e.dimensions = ?2 AND e.stale = 0"
                    + " AND (e.model = ?1 OR coalesce(e.model, '') = '') AND NOT EXISTS (SELECT 1 FROM fact_vectors v"
                    + " WHERE v.fact_id = e.fact_id AND v.model = ?1 AND v.dimensions = ?2)";

    private static final String ROWS = "SELECT f.id, ("
            + FactFilterSql.of(FactFilter.builder().includeExpired().build()).condition()
            + ") IS TRUE, v.fact_id IS NULL AND coalesce(e.model, '') = '', "
            + VECTOR + " FROM ";

    private final Jdbc jdbc;
    private final VectorSpace space;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     * @param space the vectors to read
     */
    public VectorReader(Connection connection, VectorSpace space) {
        this.jdbc = new Jdbc(connection);
        this.space = space;
    }

    public VectorPosition position() throws SQLException {
        return jdbc.one(
                "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'vector_changes'),"
                        + " (SELECT seq FROM sqlite_sequence WHERE name = 'fact_embeddings'),"
                        + " (SELECT seq FROM sqlite_sequence WHERE name = 'facts')",
                row -> new VectorPosition(row.getLong(1), row.getLong(2), row.getLong(3)));
    }

    /** Counts all facts, including those without a vector. */
    public long countFacts() throws SQLException {
        return jdbc.number("SELECT COUNT(*) FROM facts");
    }

    /**
     * Finds the facts whose vectors may have changed.
     *
     * @param earlier the position to start from
     * @return their ids, ascending; empty if the changes since then are no longer on record
     */
    public Optional<List<Long>> changedSince(VectorPosition earlier) throws SQLException {
        long onRecord = jdbc.number("SELECT COUNT(*) FROM vector_changes WHERE seq > ?", earlier.changes());
        if (!position().follows(earlier, onRecord)) {
            return Optional.empty();
        }
        return Optional.of(jdbc.query(
                "SELECT fact_id FROM vector_changes WHERE seq > ?"
                        + " UNION SELECT fact_id FROM fact_embeddings WHERE id > ? ORDER BY fact_id",
                row -> row.getLong(1),
                earlier.changes(),
                earlier.embeddings()));
    }

    /**
     * Reads an even sample of all vectors.
     *
     * @param atLeast the least number of facts to read, if there are as many
     * @param consumer takes each vector as it is read
     */
    public void sample(int atLeast, Consumer<VectorRow> consumer) throws SQLException {
        long step = Math.max(1, countFacts() / atLeast);
        rows("facts f" + JOINS + " WHERE f.id % ?3 = 0 AND " + PRESENT, consumer, step);
    }

    /**
     * Reads the vectors of a range of facts.
     *
     * @param from the lowest id
     * @param to the id after the highest
     * @param consumer takes each vector as it is read, in the order of ids
     */
    public void between(long from, long to, Consumer<VectorRow> consumer) throws SQLException {
        rows(
                "facts f" + JOINS + " WHERE f.id >= ?3 AND f.id < ?4 AND " + PRESENT + " ORDER BY f.id",
                consumer,
                from,
                to);
    }

    /**
     * Reads the vectors of some facts, leaving out those that have none.
     *
     * @param factIds the facts
     * @param consumer takes each vector as it is read
     */
    public void of(List<Long> factIds, Consumer<VectorRow> consumer) throws SQLException {
        rows(
                "json_each(?3) j CROSS JOIN facts f ON f.id = j.value" + JOINS + " WHERE " + PRESENT,
                consumer,
                Jdbc.ids(factIds));
    }

    private void rows(String source, Consumer<VectorRow> consumer, Object... parameters) throws SQLException {
        Object[] all = new Object[2 + parameters.length];
        all[0] = space.model();
        all[1] = space.dimensions();
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        jdbc.forEach(
                ROWS + source,
                row -> {
                    byte[] bytes = row.getBytes(4);
                    if (bytes != null) {
                        consumer.accept(new VectorRow(row.getLong(1), row.getBoolean(2), row.getBoolean(3), bytes));
                    }
                },
                all);
    }

    /**
     * Reads the vectors of some facts without looking at the facts themselves, which would take as long again.
     *
     * @param factIds the facts
     * @param consumer takes the bytes and the fact's id of each vector as it is read
     */
    public void bytesOf(List<Long> factIds, ObjLongConsumer<byte[]> consumer) throws SQLException {
        jdbc.forEach(
                VECTORS_BY_ID,
                row -> {
                    byte[] bytes = row.getBytes(2);
                    if (bytes != null) {
                        consumer.accept(bytes, row.getLong(1));
                    }
                },
                space.model(),
                space.dimensions(),
                Jdbc.ids(factIds));
    }

    /** Returns the lowest id of a fact from one on. */
    public Optional<Long> firstFrom(long factId) throws SQLException {
        return jdbc.first("SELECT id FROM facts WHERE id >= ? ORDER BY id LIMIT 1", row -> row.getLong(1), factId);
    }

    /** Returns a space that has vectors in this file. */
    public Optional<VectorSpace> anySpace() throws SQLException {
        return jdbc.first(
                "SELECT * FROM (SELECT model, dimensions FROM fact_vectors LIMIT 1) UNION ALL"
                        + " SELECT * FROM (SELECT coalesce(model, 'an unnamed model'), dimensions"
                        + " FROM fact_embeddings WHERE embedding IS NOT NULL LIMIT 1)",
                row -> new VectorSpace(row.getString(1), row.getInt(2)));
    }
}
