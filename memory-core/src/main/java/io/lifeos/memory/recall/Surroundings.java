package io.lifeos.memory.recall;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Facts that may be recalled, each with the two before it and the two after it in its session. What is said there belongs to it,
 * if less: an answer often lacks the words of the question before it. A fact that the filter keeps out has its place among
 * them, and lends nothing.
 */
final class Surroundings {

    private static final int REACH = 2;

    /** The reach of a candidate's neighbours, as they may be recalled in its place. */
    private static final int SPAN = 2 * REACH;

    private static final String SAME_SESSION =
            "SELECT p.id FROM facts p WHERE p.session_id = f.session_id AND replace(p.timestamp, 'T', ' ') ";

    /** Two seeks in the index for each side: a session may hold 100,000 facts of one time. */
    private static final String SELECT_SPANS = "SELECT f.id"
            + list("= replace(f.timestamp, 'T', ' ') AND p.id < f.id ORDER BY p.id DESC")
            + list("< replace(f.timestamp, 'T', ' ') ORDER BY replace(p.timestamp, 'T', ' ') DESC, p.id DESC")
            + list("= replace(f.timestamp, 'T', ' ') AND p.id > f.id ORDER BY p.id")
            + list("> replace(f.timestamp, 'T', ' ') ORDER BY replace(p.timestamp, 'T', ' '), p.id")
            + " FROM facts f WHERE f.id IN (SELECT value FROM json_each(?))";

    private final Map<Long, long[]> windows;
    private final Map<Long, Place> places;

    private Surroundings(Map<Long, long[]> windows, Map<Long, Place> places) {
        this.windows = windows;
        this.places = places;
    }

    private static String list(String which) {
        return ", (SELECT group_concat(id) FROM (" + SAME_SESSION + which + " LIMIT " + SPAN + "))";
    }

    /** The candidates and the facts near them. */
    static Surroundings of(Connection connection, Collection<Long> candidates, FactFilter filter) throws SQLException {
        Map<Long, long[]> windows = new HashMap<>();
        Set<Long> all = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_SPANS)) {
            select.setString(1, candidates.toString());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long[] span = span(rows);
                    for (int at = REACH; at <= SPAN + REACH; at++) {
                        if (span[at] != 0) {
                            windows.putIfAbsent(span[at], window(span, at));
                        }
                    }
                    for (long id : span) {
                        all.add(id);
                    }
                }
            }
        }
        Map<Long, Place> places = places(connection, all, filter);
        windows.keySet().retainAll(places.keySet());
        return new Surroundings(windows, places);
    }

    /** The ids around a fact, which is in the middle; 0 where there is none. */
    private static long[] span(ResultSet row) throws SQLException {
        long[] span = new long[2 * SPAN + 1];
        span[SPAN] = row.getLong(1);
        int before = SPAN;
        for (long id : ids(row.getString(2), row.getString(3))) {
            span[--before] = id;
        }
        int after = SPAN;
        for (long id : ids(row.getString(4), row.getString(5))) {
            span[++after] = id;
        }
        return span;
    }

    private static List<Long> ids(@Nullable String nearest, @Nullable String farther) {
        List<Long> ids = new ArrayList<>();
        for (String some : new String[] {nearest, farther}) {
            for (String id : some == null ? new String[0] : some.split(",", -1)) {
                if (ids.size() < SPAN) {
                    ids.add(Long.valueOf(id));
                }
            }
        }
        return ids;
    }

    private static long[] window(long[] span, int middle) {
        long[] window = new long[2 * REACH + 1];
        for (int i = 0; i < window.length; i++) {
            window[i] = span[middle - REACH + i];
        }
        return window;
    }

    private static Map<Long, Place> places(Connection connection, Collection<Long> ids, FactFilter filter)
            throws SQLException {
        Map<Long, Place> places = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT f.id, CASE WHEN " + FactTime.IS_READABLE
                + " THEN " + FactTime.SQL + " END, octet_length(f.content) + coalesce(octet_length(f.context), 0)"
                + " FROM facts f WHERE f.id IN (SELECT value FROM json_each(?)) AND " + filter.condition())) {
            select.setString(1, ids.toString());
            filter.bind(select, 2);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String time = rows.getString(2);
                    places.put(rows.getLong(1), new Place(time == null ? "" : time, rows.getLong(3)));
                }
            }
        }
        return places;
    }

    /** The facts that may be recalled. */
    Set<Long> facts() {
        return windows.keySet();
    }

    /** The time of a fact, as text that sorts; empty if it is none. */
    String time(long factId) {
        return place(factId).time;
    }

    /** How long a fact is, in bytes; 0 if it is none that may be recalled. */
    long length(long factId) {
        return place(factId).length;
    }

    private Place place(long factId) {
        return places.getOrDefault(factId, Place.NONE);
    }

    /**
     * Adds up a value over a fact and those around it.
     *
     * @param factId the fact
     * @param weights how much it counts for the fact itself, for those next to it, and for those next to these
     * @param value the value of a fact
     */
    double sum(long factId, double[] weights, LongToDoubleFunction value) {
        long[] window = windows.getOrDefault(factId, new long[0]);
        double sum = 0;
        for (int i = 0; i < window.length; i++) {
            if (places.containsKey(window[i])) {
                sum += weights[Math.abs(i - REACH)] * value.applyAsDouble(window[i]);
            }
        }
        return sum;
    }

    private record Place(String time, long length) {

        static final Place NONE = new Place("", 0);
    }
}
