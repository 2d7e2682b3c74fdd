package io.lifeos.memory.bank;

import java.util.NavigableSet;

/** Ids of facts as text, such as {@code 1-4,9}: those of a day mostly follow each other. */
final class FactRanges {

    private FactRanges() {}

    /** Writes ids that ascend. */
    static String of(long[] ids) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i < ids.length; i++) {
            if (i + 1 == ids.length || ids[i + 1] != ids[i] + 1) {
                text.append(text.isEmpty() ? "" : ",").append(ids[from]);
                if (i > from) {
                    text.append('-').append(ids[i]);
                }
                from = i + 1;
            }
        }
        return text.toString();
    }

    static boolean anyOf(NavigableSet<Long> ids, String ranges) {
        for (String range : ranges.split(",")) {
            if (!range.isEmpty()) {
                int dash = range.indexOf('-');
                long first = Long.parseLong(dash < 0 ? range : range.substring(0, dash));
                long last = Long.parseLong(range.substring(dash + 1));
                Long next = ids.ceiling(first);
                if (next != null && next <= last) {
                    return true;
                }
            }
        }
        return false;
    }
}
