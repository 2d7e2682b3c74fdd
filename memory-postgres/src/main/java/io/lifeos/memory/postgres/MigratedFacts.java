package io.lifeos.memory.postgres;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.sqlite.FactFilterSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The facts in the local file that the rows of one source became. To be used within one read. */
final class MigratedFacts {

    /** Whether a row's vector can be compared: its model is the question's, or not named. Parameter: the model. */
    private static final String OF_MODEL = "(l.model = ? OR coalesce(l.model, '') = '')";

    /** Whether the fact still says what its row does: the whole fact is marked as edited, its content as stale. */
    private static final String AS_ITS_ROW = "(l.edited = 0 OR l.stale = 0 AND l.embedding IS NOT NULL)";

    private static final String COMPARABLE = OF_MODEL + " AND " + AS_ITS_ROW;

    private final Connection connection;
    private final long sourceId;
    private final String model;
    private final FactFilterSql filter;

    MigratedFacts(Connection connection, long sourceId, String model, FactFilter filter) {
        this.connection = connection;
        this.sourceId = sourceId;
        this.model = model;
        this.filter = FactFilterSql.of(filter);
    }

    /** The number of a source in the file; empty if nothing was migrated from it. */
    static OptionalLong source(Connection connection, String identity) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM migration_sources WHERE identity = ?")) {
            select.setString(1, identity);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /**
     * What some rows are here.
     *
     * @param passing by the row's place, the facts that can be compared and pass the filter
     * @param unnamed how many of these have vectors that do not name their model
     * @param incomparable how many rows are facts whose vectors cannot be compared
     * @param unknown how many rows are no facts here
     */
    record Known(Map<Integer, Long> passing, int unnamed, int incomparable, int unknown) {}

    Known of(List<ArchivalId> rows) throws SQLException {
        String sql = "SELECT j.key, l.fact_id, " + COMPARABLE + ", coalesce(l.model, '') = '', " + filter.condition()
                + " FROM json_each(?) j JOIN fact_embeddings l ON l.source_id = ? AND l.postgres_memory_id = j.value"
                + " JOIN facts f ON f.id = l.fact_id";
        Map<Integer, Long> passing = new LinkedHashMap<>();
        int unnamed = 0;
        int incomparable = 0;
        int unknown = rows.size();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, model);
            int next = bindFilter(select, 2);
            select.setString(next, rows.stream().map(ArchivalId::json).collect(Collectors.joining(",", "[", "]")));
            select.setLong(next + 1, sourceId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    unknown--;
                    if (!row.getBoolean(3)) {
                        incomparable++;
                    } else if (row.getBoolean(5)) {
                        passing.put(row.getInt(1), row.getLong(2));
                        unnamed += row.getBoolean(4) ? 1 : 0;
                    }
                }
            }
        }
        return new Known(passing, unnamed, incomparable, unknown);
    }

    private int bindFilter(PreparedStatement select, int first) throws SQLException {
        int next = first;
        for (Object parameter : filter.parameters()) {
            select.setObject(next++, parameter);
        }
        return next;
    }

    /** A fact and the key of its row. */
    record Linked(long factId, List<String> key) {}

    /** All facts that can be compared and pass the filter. */
    List<Linked> all(TableLayout table) throws SQLException {
        int parts = table.key().size();
        String key = parts == 1
                ? "l.postgres_memory_id"
                : IntStream.range(0, parts)
                        .mapToObj(i -> "l.postgres_memory_id ->> " + i)
                        .collect(Collectors.joining(", "));
        String fits = parts == 1
                ? "typeof(l.postgres_memory_id) = '" + (table.hasIntegerKey() ? "integer" : "text") + "'"
                : "CASE WHEN json_valid(l.postgres_memory_id) THEN json_array_length(l.postgres_memory_id) END = "
                        + parts;
        List<Linked> all = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT l.fact_id, " + key
                + " FROM fact_embeddings l JOIN facts f ON f.id = l.fact_id WHERE l.source_id = ? AND " + fits + " AND "
                + COMPARABLE + " AND " + filter.condition())) {
            select.setLong(1, sourceId);
            select.setString(2, model);
            bindFilter(select, 3);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 0; i < parts; i++) {
                        values.add(row.getString(i + 2));
                    }
                    all.add(new Linked(row.getLong(1), values));
                }
            }
        }
        return all;
    }
}
