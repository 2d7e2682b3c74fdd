package io.lifeos.memory.recall.vector;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.recall.ScoredFact;
import io.lifeos.memory.sqlite.table.FactFilterSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one space in the file: of each fact the one made here, else the imported one, if that is of this model or
 * does not name its model, and the fact still says what it said then. To be used within one read.
 */
final class VectorReader {

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

    private static final String CODED = "SELECT f.id, ("
            + FactFilterSql.of(FactFilter.standard()).condition()
            + ") IS TRUE, v.fact_id IS NULL AND coalesce(e.model, '') = '', "
            + VECTOR + " FROM ";

    private final Connection connection;
    private final VectorSpace space;

    VectorReader(Connection connection, VectorSpace space) {
        this.connection = connection;
        this.space = space;
    }

    /** A fact's vector at length 1, with what is marked of the fact. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(long factId, byte marks, float[] unit) {}

    BinaryPosition position() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'vector_changes'),"
                                + " (SELECT seq FROM sqlite_sequence WHERE name = 'fact_embeddings'),"
                                + " (SELECT seq FROM sqlite_sequence WHERE name = 'facts')");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new BinaryPosition(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    long countFacts() throws SQLException {
        return number("SELECT COUNT(*) FROM facts");
    }

    /** The ids of facts of which something may have changed since, ascending; empty if that is no longer on record. */
    Optional<List<Long>> changedSince(BinaryPosition earlier) throws SQLException {
        if (!position()
                .follows(earlier, number("SELECT COUNT(*) FROM vector_changes WHERE seq > " + earlier.changes()))) {
            return Optional.empty();
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT fact_id FROM vector_changes WHERE seq > ?"
                + " UNION SELECT fact_id FROM fact_embeddings WHERE id > ? ORDER BY fact_id")) {
            select.setLong(1, earlier.changes());
            select.setLong(2, earlier.embeddings());
            return Optional.of(longs(select));
        }
    }

    /** A part of all vectors, spread evenly, at least so many if there are as many facts. */
    List<float[]> sample(int atLeast) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(CODED + "facts f" + JOINS + " WHERE f.id % ?3 = 0 AND " + PRESENT)) {
            select.setLong(3, Math.max(1, countFacts() / atLeast));
            return rows(select).stream().map(Row::unit).toList();
        }
    }

    /** The vectors of facts with ids from one up to another, exclusive, by id. */
    List<Row> between(long from, long to) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                CODED + "facts f" + JOINS + " WHERE f.id >= ?3 AND f.id < ?4 AND " + PRESENT + " ORDER BY f.id")) {
            select.setLong(3, from);
            select.setLong(4, to);
            return rows(select);
        }
    }

    /** The first id from one on; empty if there is none. */
    Optional<Long> firstFrom(long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM facts WHERE id >= ? ORDER BY id LIMIT 1")) {
            select.setLong(1, id);
            return longs(select).stream().findFirst();
        }
    }

    /** The vectors of some facts; those that have none are missing. */
    Map<Long, Row> of(List<Long> ids) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                CODED + "json_each(?3) j CROSS JOIN facts f ON f.id = j.value" + JOINS + " WHERE " + PRESENT)) {
            select.setString(3, ids.toString());
            Map<Long, Row> found = new HashMap<>();
            rows(select).forEach(row -> found.put(row.factId(), row));
            return found;
        }
    }

    /**
     * How near some facts are to a question by cosine; those that have no vector are missing. Does not look at the facts
     * themselves, which would take as long again.
     */
    List<ScoredFact> score(List<Long> ids, float[] unit) throws SQLException {
        List<ScoredFact> scored = new ArrayList<>(ids.size());
        try (PreparedStatement select = connection.prepareStatement(VECTORS_BY_ID)) {
            bindSpace(select);
            select.setString(3, ids.toString());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    byte[] vector = rows.getBytes(2);
                    double cosine = vector == null ? Double.NaN : VectorMath.cosine(unit, vector);
                    if (Double.isFinite(cosine)) {
                        scored.add(new ScoredFact(rows.getLong(1), cosine));
                    }
                }
            }
        }
        return scored;
    }

    /** The ids of all facts that pass a filter, ascending. */
    long[] passing(FactFilter filter) throws SQLException {
        FactFilterSql admitted = FactFilterSql.of(filter);
        return new Jdbc(connection)
                        .query(
                                "SELECT f.id FROM facts f WHERE " + admitted.condition() + " ORDER BY f.id",
                                row -> row.getLong(1),
                                admitted.parametersAfter())
                        .stream()
                        .mapToLong(Long::longValue)
                        .toArray();
    }

    /** Of which other model there are vectors. */
    Optional<VectorSpace> another() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT * FROM (SELECT model, dimensions FROM fact_vectors LIMIT 1) UNION ALL"
                                + " SELECT * FROM (SELECT coalesce(model, 'an unnamed model'), dimensions"
                                + " FROM fact_embeddings WHERE embedding IS NOT NULL LIMIT 1)");
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? Optional.of(new VectorSpace(rows.getString(1), rows.getInt(2))) : Optional.empty();
        }
    }

    private List<Row> rows(PreparedStatement select) throws SQLException {
        bindSpace(select);
        List<Row> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                float @Nullable [] unit = VectorMath.unit(rows.getBytes(4), space.dimensions());
                if (unit != null) {
                    int marks = (rows.getBoolean(2) ? BinaryFact.STANDARD : 0)
                            | (rows.getBoolean(3) ? BinaryFact.UNNAMED : 0);
                    found.add(new Row(rows.getLong(1), (byte) marks, unit));
                }
            }
        }
        return found;
    }

    private void bindSpace(PreparedStatement select) throws SQLException {
        select.setString(1, space.model());
        select.setInt(2, space.dimensions());
    }

    private static List<Long> longs(PreparedStatement select) throws SQLException {
        List<Long> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
        }
        return found;
    }

    private long number(String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
