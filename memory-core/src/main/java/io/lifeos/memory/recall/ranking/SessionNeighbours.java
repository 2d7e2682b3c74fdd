package io.lifeos.memory.recall.ranking;

import io.lifeos.memory.fact.FactFilter;
import io.lifeos.memory.sqlite.query.SessionTable;
import io.lifeos.memory.sqlite.query.SessionTable.Place;
import io.lifeos.memory.sqlite.query.SessionTable.Span;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongToDoubleFunction;

/**
 * Facts that may be recalled, each with the two facts before it and the two after it in its session. The words and vectors of
 * these neighbours count for it too, but less: an answer often lacks the words of the question before it. A fact that the filter
 * does not admit keeps its place among the neighbours and counts nothing.
 */
final class SessionNeighbours {

    private static final int REACH = 2;

    /** The reach of a candidate's neighbours too, as they may be recalled in its place. */
    private static final int SPAN = 2 * REACH;

    private static final Place NOWHERE = new Place("", 0);

    private final Map<Long, long[]> windows;
    private final Map<Long, Place> places;

    private SessionNeighbours(Map<Long, long[]> windows, Map<Long, Place> places) {
        this.windows = windows;
        this.places = places;
    }

    /** Reads the candidates and the facts near them. */
    static SessionNeighbours read(SessionTable sessions, Collection<Long> candidates, FactFilter filter)
            throws SQLException {
        List<Span> spans = sessions.spans(candidates, SPAN);
        Set<Long> all = new HashSet<>();
        for (Span span : spans) {
            all.addAll(span.before());
            all.add(span.factId());
            all.addAll(span.after());
        }
        return of(spans, sessions.places(all, filter));
    }

    /**
     * Combines spans and places.
     *
     * @param spans the candidates, each with the four facts before it and the four after it
     * @param places the places of those of all these facts that the filter admits
     */
    static SessionNeighbours of(Collection<Span> spans, Map<Long, Place> places) {
        Map<Long, long[]> windows = new HashMap<>();
        for (Span span : spans) {
            long[] line = line(span);
            for (int at = REACH; at <= SPAN + REACH; at++) {
                if (line[at] != 0 && places.containsKey(line[at])) {
                    windows.putIfAbsent(line[at], window(line, at));
                }
            }
        }
        return new SessionNeighbours(windows, places);
    }

    /** Returns the ids around a fact, which is in the middle; 0 where there is none. */
    private static long[] line(Span span) {
        long[] line = new long[2 * SPAN + 1];
        line[SPAN] = span.factId();
        int before = SPAN;
        for (long id : span.before()) {
            line[--before] = id;
        }
        int after = SPAN;
        for (long id : span.after()) {
            line[++after] = id;
        }
        return line;
    }

    private static long[] window(long[] line, int middle) {
        long[] window = new long[2 * REACH + 1];
        System.arraycopy(line, middle - REACH, window, 0, window.length);
        return window;
    }

    /** Returns the facts that may be recalled. */
    Set<Long> facts() {
        return windows.keySet();
    }

    /** Returns the time of a fact, as text that sorts; empty if it cannot be recalled or its time cannot be read. */
    String time(long factId) {
        return places.getOrDefault(factId, NOWHERE).time();
    }

    /** Returns the length of a fact in bytes; 0 if it cannot be recalled. */
    long length(long factId) {
        return places.getOrDefault(factId, NOWHERE).length();
    }

    /**
     * Adds up a value over a fact and its neighbours.
     *
     * @param factId the fact
     * @param weights the weights of the fact itself, of its next neighbours, and of the ones after them
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
}
