package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The vectors of a snapshot's rows, compared with one question by pgvector. To be used while the snapshot is open. */
final class RowVectors {

    /** pgvector's own maximum. */
    private static final int MOST_FOLLOWED = 1_000;

    private static final String SETTINGS = """
            SELECT set_config(name, setting, true)
            FROM (VALUES ('hnsw.ef_search', ?::text), ('hnsw.iterative_scan', 'relaxed_order'),
                         ('ivfflat.iterative_scan', 'relaxed_order')) AS wanted (name, setting)
            WHERE name IN (SELECT name FROM pg_settings)
            """;

    private final PostgresTransaction transaction;
    private final Jdbc jdbc;
    private final PostgresRows rows;
    private final ArchiveQueries queries;
    private final VectorColumn column;
    private final String question;
    private final int dimensions;

    RowVectors(
            PostgresTransaction transaction,
            PostgresRows rows,
            ArchiveQueries queries,
            VectorColumn column,
            float[] question) {
        this.transaction = transaction;
        this.jdbc = transaction.jdbc();
        this.rows = rows;
        this.queries = queries;
        this.column = column;
        this.question = Arrays.toString(question);
        this.dimensions = question.length;
    }

    /** A row and its cosine. */
    record NearRow(ArchivalId id, double cosine) {}

    /** One of given rows, by its place among them, and its cosine. */
    record NearPlace(int place, double cosine) {}

    /** The nearest rows. If PostgreSQL takes them from an index, some may be missing, however few there are. */
    List<NearRow> nearest(int limit) throws SQLException {
        searchThoroughly(limit);
        return jdbc
                .query(
                        queries.nearest(column, dimensions),
                        row -> new NearRow(rows.id(row), 1 - row.getDouble("distance")),
                        question,
                        limit)
                .stream()
                .filter(row -> Double.isFinite(row.cosine()))
                .toList();
    }

    /** The nearest of some rows, each given by the parts of its key, all of them compared. */
    List<NearPlace> nearestOf(List<List<String>> keys, int limit) throws SQLException {
        List<Object> parameters = new ArrayList<>(List.of(question));
        for (int i = 0; i < queries.keySize(); i++) {
            int part = i;
            String[] values = keys.stream().map(key -> key.get(part)).toArray(String[]::new);
            parameters.add(transaction.connection().createArrayOf("text", values));
        }
        parameters.add(limit);
        return jdbc
                .query(
                        queries.nearestOf(column, dimensions),
                        row -> new NearPlace(row.getInt("place") - 1, 1 - row.getDouble("distance")),
                        parameters.toArray())
                .stream()
                .filter(row -> Double.isFinite(row.cosine()))
                .toList();
    }

    /**
     * Has pgvector's indexes look at as many vectors as are wanted, and go on where rows are left out. Its settings are
     * known once it has done something; those that its version does not have are passed over.
     */
    private void searchThoroughly(int limit) throws SQLException {
        jdbc.exists("SELECT " + column.dimensionsOf(column.question()), question);
        jdbc.exists(SETTINGS, Integer.toString(Math.min(limit, MOST_FOLLOWED)));
    }
}
