package io.lifeos.memory.migration.flow;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of fact ids. It takes one bit for each id wherever ids lie close together. */
public final class FactIds {

    private static final int PAGE_BITS = 16;
    private static final int IN_PAGE = (1 << PAGE_BITS) - 1;

    private final Map<Long, BitSet> pages = new HashMap<>();

    /**
     * Adds an id.
     *
     * @param id the id
     */
    public void add(long id) {
        pages.computeIfAbsent(id >> PAGE_BITS, page -> new BitSet()).set((int) (id & IN_PAGE));
    }

    /**
     * Tells whether an id is in the set.
     *
     * @param id the id
     * @return true if it is
     */
    public boolean contains(long id) {
        BitSet page = pages.get(id >> PAGE_BITS);
        return page != null && page.get((int) (id & IN_PAGE));
    }

    /** {@return the number of ids} */
    public long size() {
        return pages.values().stream().mapToLong(BitSet::cardinality).sum();
    }
}
