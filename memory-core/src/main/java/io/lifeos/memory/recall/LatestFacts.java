package io.lifeos.memory.recall;

import io.lifeos.memory.fact.Fact;
import io.lifeos.memory.sqlite.FactTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Facts in the order of time, the latest first. Those that were forgotten or that an assistant said are left out. */
final class LatestFacts {

    private static final String READABLE = FactFilter.standard().condition() + " AND " + FactTime.IS_READABLE;

    private static final String IN_ORDER =
            " AND " + READABLE + " ORDER BY " + FactTime.SQL + " DESC, f.id DESC LIMIT ?";

    private final Connection connection;

    LatestFacts(Connection connection) {
        this.connection = connection;
    }

    /** The times, as text, sort right from day to day in all spellings, so that their index tells where to begin. */
    List<Fact> all(int limit) throws SQLException {
        return facts(
                "SELECT f.id FROM facts f WHERE f.timestamp >= (SELECT substr(min(timestamp), 1, 10)"
                        + " FROM (SELECT f.timestamp FROM facts f WHERE " + READABLE
                        + " ORDER BY f.timestamp DESC LIMIT ?))" + IN_ORDER,
                limit,
                limit);
    }

    List<Fact> mentioning(String entity, int limit) throws SQLException {
        Object[] names = EntityNames.spellings(entity);
        return facts(
                "SELECT f.id FROM facts f WHERE f.id IN (" + EntityNames.MENTIONING + ")" + IN_ORDER,
                names[0],
                names[1],
                limit);
    }

    private List<Fact> facts(String sql, Object... parameters) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        Map<Long, Fact> facts = new FactTable(connection).findReadable(ids);
        return ids.stream().map(facts::get).filter(Objects::nonNull).toList();
    }
}
