package io.lifeos.memory.sqlite.query;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.jdbc.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the order of facts within their sessions. Use it within one read. */
public final class SessionTable {

    private static final String SAME_SESSION =
            "SELECT p.id FROM facts p WHERE p.session_id = f.session_id AND replace(p.timestamp, 'T', ' ') ";

    private final Connection connection;

    /**
     * Binds to a connection.
     *
     * @param connection a connection to the file
     */
    public SessionTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * A fact and the facts around it in its session, in the order of time.
     *
     * @param before the ids of the facts before it, the nearest first
     * @param factId the fact
     * @param after the ids of the facts after it, the nearest first
     */
    public record Span(List<Long> before, long factId, List<Long> after) {}

    /**
     * The place of a fact that a filter admits.
     *
     * @param time its time, as text that sorts; empty if it cannot be read
     * @param length the length of its content and context, in bytes
     */
    public record Place(String time, long length) {}

    /**
     * Reads the facts around some facts. Each side takes two seeks in the index, as a session may hold 100,000 facts of one
     * time.
     *
     * @param factIds the facts
     * @param reach the number of facts to read on each side at most
     * @return a span for each fact that is there
     */
    public List<Span> spans(Collection<Long> factIds, int reach) throws SQLException {
        String sql = "SELECT f.id"
                + ids("= replace(f.timestamp, 'T', ' ') AND p.id < f.id ORDER BY p.id DESC", reach)
                + ids("< replace(f.timestamp, 'T', ' ') ORDER BY replace(p.timestamp, 'T', ' ') DESC, p.id DESC", reach)
                + ids("= replace(f.timestamp, 'T', ' ') AND p.id > f.id ORDER BY p.id", reach)
                + ids("> replace(f.timestamp, 'T', ' ') ORDER BY replace(p.timestamp, 'T', ' '), p.id", reach)
                + " FROM facts f WHERE f.id IN (SELECT value FROM json_each(?))";
        return new Jdbc(connection)
                .query(
                        sql,
                        row -> new Span(
                                joined(row.getString(2), row.getString(3), reach),
                                row.getLong(1),
                                joined(row.getString(4), row.getString(5), reach)),
                        Jdbc.ids(factIds));
    }

    private static String ids(String which, int reach) {
        return ", (SELECT group_concat(id) FROM (" + SAME_SESSION + which + " LIMIT " + reach + "))";
    }

    private static List<Long> joined(@Nullable String nearest, @Nullable String farther, int most) {
        List<Long> ids = new ArrayList<>();
        for (String some : new String[] {nearest, farther}) {
            for (String id : some == null ? new String[0] : some.split(",", -1)) {
                if (ids.size() < most) {
                    ids.add(Long.valueOf(id));
                }
            }
        }
        return ids;
    }

    /**
     * Reads the places of some facts.
     *
     * @param factIds the facts
     * @param filter the filter
     * @return the places of those that the filter admits, by id
     */
    public Map<Long, Place> places(Collection<Long> factIds, FactFilter filter) throws SQLException {
        FactFilterSql admitted = FactFilterSql.of(filter);
        Map<Long, Place> places = new HashMap<>();
        new Jdbc(connection)
                .forEach(
                        "SELECT f.id, CASE WHEN " + StoredTimeSql.IS_READABLE + " THEN " + StoredTimeSql.TIME + " END,"
                                + " octet_length(f.content) + coalesce(octet_length(f.context), 0)"
                                + " FROM facts f WHERE f.id IN (SELECT value FROM json_each(?)) AND "
                                + admitted.condition(),
                        row -> {
                            String time = row.getString(2);
                            places.put(row.getLong(1), new Place(time == null ? "" : time, row.getLong(3)));
                        },
                        admitted.parametersAfter(Jdbc.ids(factIds)));
        return places;
    }
}
