package io.lifeos.memory.migration;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a report: their number, and the first of them by name, so that a report always stays small.
 *
 * @param <T> the type of a row's entry
 * @param count the number of rows
 * @param first the first of them, at most {@value #MOST_NAMED}, in the order in which they were found
 */
public record Listed<T>(long count, List<T> first) {

    /** The most rows that a report names. */
    public static final int MOST_NAMED = 1_000;

    /** Copies the list. */
    public Listed {
        first = List.copyOf(first);
    }

    /**
     * Reports no rows.
     *
     * @param <T> the type of a row's entry
     * @return none
     */
    public static <T> Listed<T> none() {
        return new Listed<>(0, List.of());
    }

    /** {@return true if there are none} */
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

        Listed<T> rows() {
            return new Listed<>(count, first);
        }
    }
}
