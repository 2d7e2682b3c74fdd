package io.lifeos.memory.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Cuts lists into parts, for statements and transactions that take a bounded number of items at once. */
public final class Chunks {

    private Chunks() {}

    /**
     * Cuts a list into consecutive parts.
     *
     * @param list the list
     * @param size the size of each part but the last, at least 1
     * @param <T> the type of the items
     * @return views of the list, in order; none if it is empty
     * @throws IllegalArgumentException if the size is not positive
     */
    public static <T> List<List<T>> of(List<T> list, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("A part of " + size + " items is too small; it has at least 1.");
        }
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            parts.add(list.subList(from, from + Math.min(size, list.size() - from)));
        }
        return parts;
    }
}
