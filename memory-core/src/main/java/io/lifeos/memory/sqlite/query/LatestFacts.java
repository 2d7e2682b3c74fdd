package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.jdbc.Jdbc;
import io.lifeos.memory.sqlite.table.FactTable;
import io.lifeos.memory.sqlite.table.StoredTimeSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads facts in the order of time, the latest first, without those that were forgotten or that an assistant said. */
public final class LatestFacts {

    private static final String READABLE = " AND " + StoredTimeSql.IS_READABLE;

    private static final String IN_ORDER = READABLE + " ORDER BY " + StoredTimeSql.TIME + " DESC, f.id DESC LIMIT ?";

    private final Connection connection;

    public LatestFacts(Connection connection) {
        this.connection = connection;
    }

    /** Reads the latest facts. Times as text sort by day in all spellings, so that the index tells where to begin. */
    public List<Fact> all(int limit) throws SQLException {
        String standard = FactFilterSql.of(FactFilter.standard()).condition();
        return facts(
                "SELECT f.id FROM facts f WHERE f.timestamp >= (SELECT substr(min(timestamp), 1, 10)"
                        + " FROM (SELECT f.timestamp FROM facts f WHERE " + standard + READABLE
                        + " ORDER BY f.timestamp DESC LIMIT ?)) AND " + standard + IN_ORDER,
                limit,
                limit);
    }

    public List<Fact> mentioning(String entity, int limit) throws SQLException {
        FactFilterSql mentioning =
                FactFilterSql.of(FactFilter.builder().entity(entity).build());
        return facts(
                "SELECT f.id FROM facts f WHERE " + mentioning.condition() + IN_ORDER,
                mentioning.parametersBetween(List.of(), limit));
    }

    private List<Fact> facts(String sql, Object... parameters) throws SQLException {
        List<Long> ids = new Jdbc(connection).query(sql, row -> row.getLong(1), parameters);
        Map<Long, Fact> facts = new FactTable(connection).findReadable(ids);
        return ids.stream().map(facts::get).filter(Objects::nonNull).toList();
    }
}
