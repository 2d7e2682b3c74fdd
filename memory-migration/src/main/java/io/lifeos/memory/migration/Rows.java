package io.lifeos.memory.migration;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a report: how many there are, and the first of them by name, so that a report stays small whatever happened.
 *
 * @param <T> what is said of each row
 * @param count how many rows there are
 * @param first the first of them, at most {@value #MOST_NAMED}, in the order in which they were found
 */
public record Rows<T>(long count, List<T> first) {

    /** How many rows a report names at the most. */
    public static final int MOST_NAMED = 1_000;

    /** Copies the list. */
    public Rows {
        first = List.copyOf(first);
    }

    /**
     * Reports no rows.
     *
     * @param <T> the type of a row's entry
     * @return none
     */
    public static <T> Rows<T> none() {
        return new Rows<>(0, List.of());
    }

    /**
     * Tells whether there are none.
     *
     * @return true if there are none
     */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Counts rows and names the first of them. */
    static final class Collector<T> {

        private final List<T> first = new ArrayList<>();
        private long count;

        void add(T row) {
            count++;
            if (first.size() < MOST_NAMED) {
                first.add(row);
            }
        }

        long count() {
            return count;
        }

        Rows<T> rows() {
            return new Rows<>(count, first);
        }
    }
}
