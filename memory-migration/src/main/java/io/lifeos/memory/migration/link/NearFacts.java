package io.lifeos.memory.migration.link;

import io.lifeos.memory.archive.row.ArchivalId;
import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.sqlite.query.MigratedFactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The facts that rows of one source became, as far as the vectors of these rows can be compared with a question. Bound to a
 * connection.
 */
public final class NearFacts {

    private final MigratedFactTable table;

    NearFacts(Connection connection, long sourceId, String model, FactFilter filter) {
        this.table = new MigratedFactTable(connection, sourceId, model, filter);
    }

    /**
     * Finds the facts of rows.
     *
     * @param ids the rows
     * @return the facts
     */
    public MigratedFactTable.Known find(List<ArchivalId> ids) throws SQLException {
        return table.find(ids.stream().map(ArchivalId::value).toList());
    }

    /**
     * Finds all facts that can be compared and that the filter admits.
     *
     * @param parts the number of columns that the key has now; facts of rows that had another number are left out
     * @return the facts by the ids of their rows
     */
    public Map<ArchivalId, Long> all(int parts) throws SQLException {
        Map<ArchivalId, Long> all = new LinkedHashMap<>();
        table.forEach(parts, (key, factId) -> all.put(id(key), factId));
        return all;
    }

    private static ArchivalId id(List<Object> key) {
        if (key.size() > 1) {
            return ArchivalId.ofParts(key.stream().map(String.class::cast).toList());
        }
        return key.get(0) instanceof Long number
                ? ArchivalId.ofInteger(number)
                : ArchivalId.ofText((String) key.get(0));
    }
}
