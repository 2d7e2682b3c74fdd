package io.lifeos.memory.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

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

    /**
     * Cuts a list into consecutive parts by the weight of its items.
     *
     * @param list the list
     * @param most the most that a part weighs; a part weighs more only if a single item does
     * @param weight the weight of an item
     * @param <T> the type of the items
     * @return views of the list, in order; none if it is empty
     */
    public static <T> List<List<T>> byWeight(List<T> list, long most, ToLongFunction<? super T> weight) {
        List<List<T>> parts = new ArrayList<>();
        int from = 0;
        long weighs = 0;
        for (int i = 0; i < list.size(); i++) {
            long more = weight.applyAsLong(list.get(i));
            if (i > from && weighs + more > most) {
                parts.add(list.subList(from, i));
                from = i;
                weighs = 0;
            }
            weighs += more;
        }
        if (from < list.size()) {
            parts.add(list.subList(from, list.size()));
        }
        return parts;
    }
}
