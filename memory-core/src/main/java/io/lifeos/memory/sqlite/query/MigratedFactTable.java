package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.json.Json;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The facts that the rows of one source became, as far as the vectors of these rows can be compared with a question. Bound
 * to a connection, and to be used within one read only.
 */
public final class MigratedFactTable {

    /** The condition that a row's vector can be compared: its model is the question's, or not named. Parameter: the model. */
    private static final String OF_MODEL = "(l.model = ? OR coalesce(l.model, '') = '')";

    /** The condition that the fact still says what its row does: the whole fact is marked as edited, its content as stale. */
    private static final String AS_ITS_ROW = "(l.edited = 0 OR l.stale = 0 AND l.embedding IS NOT NULL)";

    private static final String COMPARABLE = OF_MODEL + " AND " + AS_ITS_ROW;

    private final Jdbc jdbc;
    private final long sourceId;
    private final String model;
    private final FactFilter filter;

    /**
     * Binds to a connection.
     *
     * @param connection the connection that a read gives
     * @param sourceId the source
     * @param model the model of the question's vector
     * @param filter the facts that are wanted
     */
    public MigratedFactTable(Connection connection, long sourceId, String model, FactFilter filter) {
        this.jdbc = new Jdbc(connection);
        this.sourceId = sourceId;
        this.model = model;
        this.filter = filter;
    }

    /**
     * The facts that some rows became.
     *
     * @param passing the facts that can be compared and that the filter admits, by the place of the row
     * @param unnamed the number of these whose vectors do not name their model
     * @param incomparable the number of rows that are facts whose vectors cannot be compared
     * @param unknown the number of rows that are no facts here
     */
    public record Known(Map<Integer, Long> passing, int unnamed, int incomparable, int unknown) {}

    /** Uses a fact of {@link #forEach}. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Uses a fact.
         *
         * @param key the parts of the row's id as the file stores them: one Long or String, or several Strings
         * @param factId the fact
         */
        void visit(List<Object> key, long factId);
    }

    /**
     * Finds the facts of rows.
     *
     * @param rowIds the rows' ids as the file stores them, each a Long or a String
     * @return the facts
     */
    public Known find(List<?> rowIds) throws SQLException {
        FactFilterSql wanted = FactFilterSql.of(filter);
        Map<Integer, Long> passing = new LinkedHashMap<>();
        int[] unnamed = {0};
        int[] incomparable = {0};
        int[] known = {0};
        jdbc.forEach(
                "SELECT j.key, l.fact_id, " + COMPARABLE + ", coalesce(l.model, '') = '', " + wanted.condition()
                        + " FROM json_each(?) j JOIN fact_embeddings l"
                        + " ON l.source_id = ? AND l.postgres_memory_id = j.value"
                        + " JOIN facts f ON f.id = l.fact_id",
                row -> {
                    known[0]++;
                    if (!row.getBoolean(3)) {
                        incomparable[0]++;
                    } else if (row.getBoolean(5)) {
                        passing.put(row.getInt(1), row.getLong(2));
                        unnamed[0] += row.getBoolean(4) ? 1 : 0;
                    }
                },
                wanted.parametersBetween(List.of(model), Json.write(rowIds), sourceId));
        return new Known(passing, unnamed[0], incomparable[0], rowIds.size() - known[0]);
    }

    /**
     * Shows all facts that can be compared and that the filter admits.
     *
     * @param parts the number of columns that the key has now; facts of rows that had another number are left out
     * @param visitor uses them
     */
    public void forEach(int parts, Visitor visitor) throws SQLException {
        FactFilterSql wanted = FactFilterSql.ofAll(filter);
        String key = parts == 1
                ? "l.postgres_memory_id"
                : IntStream.range(0, parts)
                        .mapToObj(i -> "l.postgres_memory_id ->> " + i)
                        .collect(Collectors.joining(", "));
        String fits = parts == 1
                ? "1"
                : "CASE WHEN json_valid(l.postgres_memory_id) THEN json_array_length(l.postgres_memory_id) END = "
                        + parts;
        jdbc.forEach(
                "SELECT l.fact_id, " + key + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id"
                        + " WHERE l.source_id = ? AND " + fits + " AND " + COMPARABLE + " AND " + wanted.condition(),
                row -> visitor.visit(key(row, parts), row.getLong(1)),
                wanted.parametersAfter(sourceId, model));
    }

    private static List<Object> key(ResultSet row, int parts) throws SQLException {
        if (parts == 1) {
            return List.of(row.getObject(2) instanceof Number ? (Object) row.getLong(2) : row.getString(2));
        }
        List<Object> key = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            key.add(row.getString(i + 2));
        }
        return key;
    }
}
