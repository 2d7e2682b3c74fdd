package io.lifeos.memory.postgres;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.archive.row.ArchiveVectors;
import io.lifeos.memory.archive.row.NearRow;
import io.lifeos.memory.archive.row.TableLayout;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The vectors of a snapshot of PostgreSQL, compared by pgvector. */
final class PostgresVectors implements ArchiveVectors {

    /** The maximum that pgvector itself allows. */
    private static final int MOST_FOLLOWED = 1_000;

    private static final String SETTINGS = """
            SELECT set_config(name, setting, true)
            FROM (VALUES ('hnsw.ef_search', ?::text), ('hnsw.iterative_scan', 'relaxed_order'),
                         ('ivfflat.iterative_scan', 'relaxed_order')) AS wanted (name, setting)
            WHERE name IN (SELECT name FROM pg_settings)
            """;

    private final PostgresTransaction transaction;
    private final Jdbc jdbc;
    private final TableLayout table;
    private final PostgresRows rows;
    private final ArchiveQueries queries;
    private final VectorColumn column;

    PostgresVectors(
            PostgresTransaction transaction,
            TableLayout table,
            PostgresRows rows,
            ArchiveQueries queries,
            VectorColumn column) {
        this.transaction = transaction;
        this.jdbc = transaction.jdbc();
        this.table = table;
        this.rows = rows;
        this.queries = queries;
        this.column = column;
    }

    @Override
    public OptionalInt dimensions() {
        return column.dimensions() < 0 ? OptionalInt.empty() : OptionalInt.of(column.dimensions());
    }

    @Override
    public List<NearRow> nearest(float[] question, int limit) {
        if (!column.allows(question.length)) {
            return List.of();
        }
        String text = Arrays.toString(question);
        return finite(transaction.read(() -> {
            searchThoroughly(text, limit);
            return jdbc.query(
                    queries.nearest(column, question.length),
                    row -> new NearRow(rows.id(row), 1 - row.getDouble("distance")),
                    text,
                    limit);
        }));
    }

    @Override
    public List<NearRow> nearestOf(List<ArchivalId> ids, float[] question, int limit) {
        if (!column.allows(question.length)) {
            return List.of();
        }
        List<ArchivalId> fitting = ids.stream().filter(this::fits).toList();
        return finite(transaction.read(() -> {
            List<Object> parameters = new ArrayList<>(List.of(Arrays.toString(question)));
            parameters.addAll(List.of(transaction.keyArrays(fitting, queries.keySize())));
            parameters.add(limit);
            return jdbc.query(
                    queries.nearestOf(column, question.length),
                    row -> new NearRow(fitting.get(row.getInt("place") - 1), 1 - row.getDouble("distance")),
                    parameters.toArray());
        }));
    }

    private boolean fits(ArchivalId id) {
        return id.parts().size() == table.key().size() && table.hasIntegerKey() == id.value() instanceof Long;
    }

    private static List<NearRow> finite(List<NearRow> near) {
        return near.stream().filter(row -> Double.isFinite(row.cosine())).toList();
    }

    /**
     * Makes pgvector's indexes look at as many vectors as are wanted, and continue where rows are left out. Its settings are
     * known once it has done something; those that its version does not have are skipped.
     */
    private void searchThoroughly(String question, int limit) throws SQLException {
        jdbc.exists("SELECT " + column.dimensionsOf(column.question()), question);
        jdbc.exists(SETTINGS, Integer.toString(Math.min(limit, MOST_FOLLOWED)));
    }
}
