package io.lifeos.memory.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    private final Connection connection;
    private final TableLayout table;
    private final ArchiveQueries queries;
    private final VectorColumn column;
    private final String question;
    private final int dimensions;

    RowVectors(
            Connection connection, TableLayout table, ArchiveQueries queries, VectorColumn column, float[] question) {
        this.connection = connection;
        this.table = table;
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
        List<NearRow> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(queries.nearest(column, dimensions))) {
            statement.setString(1, question);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    double distance = row.getDouble("distance");
                    if (Double.isFinite(distance)) {
                        found.add(new NearRow(table.id(row), 1 - distance));
                    }
                }
            }
        }
        return found;
    }

    /** The nearest of some rows, each given by the parts of its key, all of them compared. */
    List<NearPlace> nearestOf(List<List<String>> keys, int limit) throws SQLException {
        List<NearPlace> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(queries.nearestOf(column, dimensions))) {
            int next = 1;
            statement.setString(next++, question);
            for (int i = 0; i < table.key().size(); i++) {
                int part = i;
                String[] values = keys.stream().map(key -> key.get(part)).toArray(String[]::new);
                statement.setArray(next++, connection.createArrayOf("text", values));
            }
            statement.setInt(next, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    double distance = row.getDouble("distance");
                    if (Double.isFinite(distance)) {
                        found.add(new NearPlace(row.getInt("place") - 1, 1 - distance));
                    }
                }
            }
        }
        return found;
    }

    /**
     * Has pgvector's indexes look at as many vectors as are wanted, and go on where rows are left out. Its settings are
     * known once it has done something; those that its version does not have are passed over.
     */
    private void searchThoroughly(int limit) throws SQLException {
        try (PreparedStatement first =
                connection.prepareStatement("SELECT " + column.dimensionsOf(column.question()))) {
            first.setString(1, question);
            first.execute();
        }
        try (PreparedStatement set = connection.prepareStatement(SETTINGS)) {
            set.setString(1, Integer.toString(Math.min(limit, MOST_FOLLOWED)));
            set.execute();
        }
    }
}
